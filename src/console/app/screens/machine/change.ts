/** Changes of one machine: asked of the server, and read again. */
import { api } from "../../api.ts";
import { refresh } from "../../live.ts";
import type { MachinePatch } from "../../model.ts";

/** Seconds to wait for a change of a part, so that the page reports its end and not its beginning. */
const WAIT = 30;

async function done(...others: readonly ("images" | "networks")[]): Promise<void> {
  await refresh("machines", "me", ...others);
}

export async function change(id: number, body: MachinePatch): Promise<void> {
  await api("patch", "/machines/{id}", { params: { id }, body, wait: WAIT });
  await done();
}

export async function attachDisk(id: number, image: number): Promise<void> {
  await api("post", "/machines/{id}/disks", { params: { id }, body: { image }, wait: WAIT });
  await done("images");
}

export async function detachDisk(id: number, disk: number): Promise<void> {
  await api("delete", "/machines/{id}/disks/{disk}", { params: { id, disk }, wait: WAIT });
  await done("images");
}

/** @param key the same for the same dialog: a repetition makes no second image. */
export async function saveDisk(id: number, disk: number, name: string, key: string): Promise<void> {
  await api("post", "/machines/{id}/disks/{disk}/save", { params: { id, disk }, body: { name }, wait: WAIT, key });
  await done("images");
}

export async function growDisk(id: number, disk: number, sizeMiB: number): Promise<void> {
  await api("post", "/machines/{id}/disks/{disk}/resize", { params: { id, disk }, body: { sizeMiB }, wait: WAIT });
  await done();
}

export async function attachNic(id: number, network: number): Promise<void> {
  await api("post", "/machines/{id}/nics", { params: { id }, body: { network }, wait: WAIT });
  await done("networks");
}

export async function detachNic(id: number, nic: number): Promise<void> {
  await api("delete", "/machines/{id}/nics/{nic}", { params: { id, nic }, wait: WAIT });
  await done("networks");
}

/** @param disk undefined for a snapshot of the whole machine. */
export async function takeSnapshot(id: number, disk: number | undefined, name: string): Promise<void> {
  const body = { name };
  if (disk === undefined) await api("post", "/machines/{id}/snapshots", { params: { id }, body, wait: WAIT });
  else await api("post", "/machines/{id}/disks/{disk}/snapshots", { params: { id, disk }, body, wait: WAIT });
  await done();
}

export async function revert(id: number, disk: number | undefined, snapshot: number): Promise<void> {
  if (disk === undefined) {
    await api("post", "/machines/{id}/snapshots/{snapshot}/revert", { params: { id, snapshot }, wait: WAIT });
  } else {
    const params = { id, disk, snapshot };
    await api("post", "/machines/{id}/disks/{disk}/snapshots/{snapshot}/revert", { params, wait: WAIT });
  }
  await done();
}

export async function deleteSnapshot(id: number, disk: number | undefined, snapshot: number): Promise<void> {
  if (disk === undefined) {
    await api("delete", "/machines/{id}/snapshots/{snapshot}", { params: { id, snapshot }, wait: WAIT });
  } else {
    const params = { id, disk, snapshot };
    await api("delete", "/machines/{id}/disks/{disk}/snapshots/{snapshot}", { params, wait: WAIT });
  }
  await done();
}
