/** The JSON API, whole requests: disks, NICs and snapshots of machines. */
import { expect, test } from "bun:test";
import { at, describeApi } from "./testing/api-world.ts";

describeApi("parts of a machine", ({ occi, send }) => {
  const snapshots = (document: unknown) => at(document, "snapshots.*.name");

  test("a disk is attached, grown, kept in snapshots, saved and detached", async () => {
    const attached = await send("POST", "/machines/0/disks", { body: { image: 2, target: "vdz" } });
    expect([attached.status, at(attached.document, "disks.1.image.name")]).toEqual([201, "alice-data"]);
    const disk = Number(at(attached.document, "disks.1.id"));
    const snapshot = await send("POST", `/machines/0/disks/0/snapshots`, { body: { name: "before" } });
    expect([snapshot.status, at(snapshot.document, "disks.0.snapshots.*.name")]).toEqual([201, ["before"]]);
    const id = at(snapshot.document, "disks.0.snapshots.0.id");
    const dropped = await send("DELETE", `/machines/0/disks/${disk}`);
    expect([dropped.status, at(dropped.document, "disks.*.id")]).toEqual([200, [0]]);
    const saved = await send("POST", "/machines/0/disks/0/save", { body: { name: "copy" } });
    expect([saved.status, saved.document.name, saved.document.sizeMiB]).toEqual([201, "copy", 2048]);
    expect(saved.headers.get("location")).toEndWith(`/api/v1/images/${saved.document.id}`);
    await send("POST", "/machines/0/actions/stop", { headers: { prefer: "wait=30" } });
    const reverted = await send("POST", `/machines/0/disks/0/snapshots/${id}/revert`);
    expect([reverted.status, at(reverted.document, "disks.0.snapshots.0.active")]).toEqual([200, true]);
  });

  test.each([
    ["DELETE", "/machines/0/disks/9", undefined, "disk 9", "Its disks: 0."],
    ["DELETE", "/machines/0/nics/9", undefined, "NIC 9", "Its NICs: 0."],
    ["DELETE", "/machines/0/snapshots/9", undefined, "snapshot 9", "It has no snapshots."],
    ["POST", "/machines/0/snapshots/9/revert", {}, "snapshot 9", "It has no snapshots."],
    ["POST", "/machines/0/disks/9/snapshots", { name: "s" }, "disk 9", "Its disks: 0."],
    ["DELETE", "/machines/0/disks/9/snapshots/1", undefined, "disk 9", "Its disks: 0."],
    ["DELETE", "/machines/0/disks/0/snapshots/1", undefined, "snapshot 1", "It has no snapshots."],
    ["POST", "/machines/0/disks/0/snapshots/1/revert", {}, "snapshot 1", "It has no snapshots."],
    ["POST", "/machines/0/disks/9/save", { name: "s" }, "disk 9", "Its disks: 0."],
    ["POST", "/machines/0/disks/9/resize", { sizeMiB: 9000 }, "disk 9", "Its disks: 0."],
    ["GET", "/machines/0/disks/9/snapshots", undefined, "disk 9", "Its disks: 0."],
  ])("%s %s is not there", async (method, path, body, what, hint) => {
    const { status, document } = await send(method, path, { body });
    expect([status, document.code, document.detail, document.hint]).toEqual([
      404,
      "NOT_FOUND",
      `The machine has no ${what}.`,
      hint,
    ]);
  });

  test("that are there are refused for OpenNebula's own reason", async () => {
    const { status, document } = await send("POST", "/machines/0/disks", { body: { image: 99 } });
    expect([status >= 400, document.code]).not.toEqual([true, "NOT_FOUND"]);
    const revert = await send("POST", "/machines/2/snapshots/9/revert", { body: {} });
    expect([revert.status, revert.document.code]).toEqual([403, "FORBIDDEN"]);
  });

  test("are listed by themselves, each list at one call", async () => {
    const lists = [
      ["/machines/0/disks", "disks"],
      ["/machines/0/nics", "nics"],
      ["/machines/0/snapshots", "snapshots"],
      ["/machines/0/disks/0/snapshots", "disks.0.snapshots"],
    ] as const;
    await send("POST", "/machines/0/snapshots", { body: { name: "one" }, headers: { prefer: "wait=30" } });
    await send("POST", "/machines/0/disks/0/snapshots", { body: { name: "two" }, headers: { prefer: "wait=30" } });
    const machine = (await send("GET", "/machines/0")).document;
    for (const [path, member] of lists) {
      occi.resetCalls();
      const { status, document } = await send("GET", path);
      expect([status, occi.calls(), document.items, document.next]).toEqual([200, 1, at(machine, member), null]);
      expect((document.items as readonly unknown[]).length).toBeGreaterThan(0);
    }
    const none = await send("GET", "/machines/0/disks/9/snapshots");
    expect([none.status, none.document.hint]).toEqual([404, "Its disks: 0."]);
  });

  test("a disk grows, and does not shrink", async () => {
    const grown = await send("POST", "/machines/0/disks/0/resize", { body: { sizeMiB: 4096 } });
    expect([grown.status, at(grown.document, "disks.0.sizeMiB")]).toEqual([200, 4096]);
    const shrunk = await send("POST", "/machines/0/disks/0/resize", { body: { sizeMiB: 1 } });
    expect([shrunk.status, shrunk.document.detail]).toEqual([
      400,
      "The disk has 4096 MiB: it can grow but not shrink.",
    ]);
    expect((await send("POST", "/machines/0/disks/7/resize", { body: { sizeMiB: 1 } })).status).toBe(404);
  });

  test("a NIC comes with an address of its own, and goes", async () => {
    const attached = await send("POST", "/machines/0/nics", { body: { network: 0, address: "10.0.0.99" } });
    expect([attached.status, at(attached.document, "nics.1.addresses")]).toEqual([201, ["10.0.0.99"]]);
    const taken = await send("POST", "/machines/0/nics", { body: { network: 0, address: "10.0.0.99" } });
    expect([taken.status, taken.document.code]).toEqual([409, "NO_FREE_LEASE"]);
    const gone = await send("DELETE", `/machines/0/nics/${at(attached.document, "nics.1.id")}`);
    expect([gone.status, at(gone.document, "nics.*.id")]).toEqual([200, [0]]);
  });

  test("snapshots of the machine are taken, set back to, and deleted", async () => {
    const taken = await send("POST", "/machines/0/snapshots", { body: { name: "before" } });
    expect([taken.status, snapshots(taken.document)]).toEqual([201, ["before"]]);
    const id = at(taken.document, "snapshots.0.id");
    expect((await send("POST", `/machines/0/snapshots/${id}/revert`)).status).toBe(200);
    const deleted = await send("DELETE", `/machines/0/snapshots/${id}`);
    expect([deleted.status, snapshots(deleted.document)]).toEqual([200, []]);
  });

  test("the size changes by the rules of the sizes", async () => {
    await send("POST", "/machines/0/actions/stop", { headers: { prefer: "wait=30" } });
    const resized = await send("PATCH", "/machines/0", { body: { size: "custom", cpu: 2, memoryMiB: 1024 } });
    expect([resized.status, resized.document.size, resized.document.cpu, resized.document.memoryMiB]).toEqual([
      200,
      "custom",
      2,
      1024,
    ]);
    const refused = await send("PATCH", "/machines/0", { body: { size: "huge" } });
    expect([refused.status, refused.document.code]).toEqual([400, "INVALID_REQUEST"]);
  });
});
