/** Disks, NICs and snapshots of machines. */
import * as parts from "../../../cloud/self-service/machine-parts.ts";
import * as json from "../../../dialects/json/index.ts";
import type { Machine } from "../../../model.ts";
import type { Result } from "../../result.ts";
import { changedResult } from "../answers.ts";
import { type ApiRequest, idIn } from "../request.ts";
import { documentOf, type Handlers } from "./shared.ts";

const made = (machine: Machine): Result => changedResult(201, json.renderMachine(machine));
const changed = (machine: Machine): Result => changedResult(200, json.renderMachine(machine));

async function snapshotChanged(
  request: ApiRequest,
  place: parts.SnapshotPlace,
  verb: "revert" | "delete",
): Promise<Result> {
  return changed(await parts.changeSnapshot(request, idIn(request), place, idIn(request, "snapshot"), verb));
}

export const machinePartsHandlers: Handlers = {
  attachDisk: async (request) =>
    made(await parts.attachDisk(request, idIn(request), await documentOf(request, json.NewDisk))),

  detachDisk: async (request) => changed(await parts.detachDisk(request, idIn(request), idIn(request, "disk"))),

  saveDisk: async (request) => {
    const { name } = await documentOf(request, json.NewName);
    const id = await parts.saveDiskAs(request, idIn(request), idIn(request, "disk"), name);
    const location = `${request.deps.config.baseUrl}${json.BASE_PATH}/images/${id}`;
    return changedResult(201, json.writeDocument(json.SavedImage, { id, name }), location);
  },

  resizeDisk: async (request) => {
    const { sizeMiB } = await documentOf(request, json.DiskSize);
    return changed(await parts.growDisk(request, idIn(request), idIn(request, "disk"), sizeMiB));
  },

  takeDiskSnapshot: async (request) => {
    const { name } = await documentOf(request, json.NewName);
    return made(await parts.takeSnapshot(request, idIn(request), { disk: idIn(request, "disk") }, name));
  },

  deleteDiskSnapshot: (request) => snapshotChanged(request, { disk: idIn(request, "disk") }, "delete"),

  revertDisk: (request) => snapshotChanged(request, { disk: idIn(request, "disk") }, "revert"),

  attachNic: async (request) =>
    made(await parts.attachNic(request, idIn(request), await documentOf(request, json.NewNic))),

  detachNic: async (request) => changed(await parts.detachNic(request, idIn(request), idIn(request, "nic"))),

  takeSnapshot: async (request) => {
    const { name } = await documentOf(request, json.NewName);
    return made(await parts.takeSnapshot(request, idIn(request), {}, name));
  },

  deleteSnapshot: (request) => snapshotChanged(request, {}, "delete"),

  revertMachine: (request) => snapshotChanged(request, {}, "revert"),
};
