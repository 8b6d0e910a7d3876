/** Disks, NICs and snapshots of machines. */
import * as parts from "../../../cloud/self-service/machine-parts.ts";
import { showMachine } from "../../../cloud/self-service/machines.ts";
import * as json from "../../../dialects/json/index.ts";
import type { Machine } from "../../../model.ts";
import type { Result } from "../../result.ts";
import { changedResult, readResult } from "../answers.ts";
import { type ApiRequest, idIn } from "../request.ts";
import { createdImage } from "./images.ts";
import { documentOf, type Handlers, headersOf, keyOf, waited } from "./shared.ts";

const made = (machine: Machine): Result =>
  changedResult(parts.isAtWork(machine) ? 202 : 201, json.renderMachine(machine));
/** 200 when OpenNebula has finished, 202 while it is at work on a part. */
export const changed = (machine: Machine): Result =>
  changedResult(parts.isAtWork(machine) ? 202 : 200, json.renderMachine(machine));

async function snapshotChanged(
  request: ApiRequest,
  place: parts.SnapshotPlace,
  verb: "revert" | "delete",
): Promise<Result> {
  return changed(await parts.changeSnapshot(waited(request), idIn(request), place, idIn(request, "snapshot"), verb));
}

function snapshotsOf({ disks }: Machine, request: ApiRequest): Machine["snapshots"] {
  return parts.diskOf({ disks }, idIn(request, "disk")).snapshots;
}

/** The parts of one kind, as a list that is never long. */
async function listed(request: ApiRequest, render: (machine: Machine) => string): Promise<Result> {
  return readResult(headersOf(request), render(await showMachine(request, idIn(request))));
}

export const machinePartsHandlers: Handlers = {
  listDisks: (request) => listed(request, ({ disks }) => json.renderDisks(disks)),

  listNics: (request) => listed(request, ({ nics }) => json.renderNics(nics)),

  listSnapshots: (request) => listed(request, ({ snapshots }) => json.renderSnapshots(snapshots)),

  listDiskSnapshots: (request) => listed(request, (machine) => json.renderSnapshots(snapshotsOf(machine, request))),

  attachDisk: async (request) =>
    made(await parts.attachDisk(waited(request), idIn(request), await documentOf(request, json.NewDisk))),

  detachDisk: async (request) => changed(await parts.detachDisk(waited(request), idIn(request), idIn(request, "disk"))),

  saveDisk: async (request) => {
    const document = await documentOf(request, json.NewName);
    const place = { machine: idIn(request), disk: idIn(request, "disk") };
    const how = { ...keyOf(request, "saveDisk", document), wait: request.wait };
    return createdImage(request, await parts.saveDiskAs(request, place, document.name, how));
  },

  resizeDisk: async (request) => {
    const { sizeMiB } = await documentOf(request, json.DiskSize);
    return changed(await parts.growDisk(waited(request), idIn(request), idIn(request, "disk"), sizeMiB));
  },

  takeDiskSnapshot: async (request) => {
    const { name } = await documentOf(request, json.NewName);
    return made(await parts.takeSnapshot(waited(request), idIn(request), { disk: idIn(request, "disk") }, name));
  },

  deleteDiskSnapshot: (request) => snapshotChanged(request, { disk: idIn(request, "disk") }, "delete"),

  revertDisk: (request) => snapshotChanged(request, { disk: idIn(request, "disk") }, "revert"),

  attachNic: async (request) =>
    made(await parts.attachNic(waited(request), idIn(request), await documentOf(request, json.NewNic))),

  detachNic: async (request) => changed(await parts.detachNic(waited(request), idIn(request), idIn(request, "nic"))),

  takeSnapshot: async (request) => {
    const { name } = await documentOf(request, json.NewName);
    return made(await parts.takeSnapshot(waited(request), idIn(request), {}, name));
  },

  deleteSnapshot: (request) => snapshotChanged(request, {}, "delete"),

  revertMachine: (request) => snapshotChanged(request, {}, "revert"),
};
