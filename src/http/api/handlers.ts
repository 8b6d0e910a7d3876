/** What each operation of the JSON API does, by its id. */

import * as images from "../../cloud/self-service/images.ts";
import { type Acted, act, actionWord } from "../../cloud/self-service/machine-actions.ts";
import * as parts from "../../cloud/self-service/machine-parts.ts";
import { changeMachine, listMachines, showMachine, statesIn } from "../../cloud/self-service/machines.ts";
import { changeKeys, showMe } from "../../cloud/self-service/me.ts";
import * as networks from "../../cloud/self-service/networks.ts";
import { createMachine } from "../../cloud/self-service/new-machine.ts";
import type { PageRequest } from "../../cloud/self-service/page.ts";
import { listSizes } from "../../cloud/self-service/sizes.ts";
import { listTemplates, showTemplate } from "../../cloud/self-service/templates.ts";
import * as tokens from "../../cloud/self-service/tokens.ts";
import * as json from "../../dialects/json/index.ts";
import type { Machine } from "../../model.ts";
import { bodyOf } from "../call.ts";
import type { Result } from "../result.ts";
import { changedResult, pageResult, readResult } from "./answers.ts";
import { type ApiRequest, idIn } from "./request.ts";

export type ApiHandler = (request: ApiRequest) => Promise<Result>;

function pageOf({ query }: ApiRequest): PageRequest {
  const { limit = json.PAGE.usual, after } = query as { limit?: number; after?: string };
  return { limit, ...(after !== undefined && { after }) };
}

/** Notes what could not be read, for the header and the log. */
function skipping(kind: string): { readonly skipped: string[]; readonly skip: (id: number | undefined) => void } {
  const skipped: string[] = [];
  return { skipped, skip: (id) => skipped.push(`${kind} ${id ?? "?"}`) };
}

function placeOf({ call }: ApiRequest, path: string): json.ListPlace {
  return { prefix: call.own.prefix, path, query: call.target.query };
}

/** Filters by name and owner. */
function nameFilter({ query }: ApiRequest): { readonly name?: string; readonly mine?: boolean } {
  const { name, mine } = query as { name?: string; mine?: boolean };
  return { ...(name !== undefined && { name }), ...(mine !== undefined && { mine }) };
}

/** Seconds. */
const HALF_A_DAY = 12 * 3600;

const headersOf = ({ call }: ApiRequest): Headers => call.request.headers;

function acted({ machine, done }: Acted): Result {
  return changedResult(done ? 200 : 202, json.renderMachine(machine));
}

function locationOf({ call }: ApiRequest, collection: string, { id }: { readonly id: number }): string {
  return `${call.deps.config.baseUrl}${json.BASE_PATH}/${collection}/${id}`;
}

const made = (machine: Machine): Result => changedResult(201, json.renderMachine(machine));
const changed = (machine: Machine): Result => changedResult(200, json.renderMachine(machine));

/** The document of the request. @throws OcciError INVALID_REQUEST with all faults. */
async function documentOf<T extends json.TSchema>({ call }: ApiRequest, schema: T): Promise<json.Static<T>> {
  return json.readDocument(schema, await bodyOf(call, "INVALID_REQUEST"));
}

async function snapshotChanged(
  request: ApiRequest,
  place: parts.SnapshotPlace,
  verb: "revert" | "delete",
): Promise<Result> {
  return changed(await parts.changeSnapshot(request, idIn(request), place, idIn(request, "snapshot"), verb));
}

/** By operation. Those that need no credentials are answered elsewhere. */
export const HANDLERS: Readonly<Record<string, ApiHandler>> = {
  getMe: async (request) => readResult(headersOf(request), json.renderMe(await showMe(request))),

  updateMe: async (request) => {
    const { sshKeys } = await documentOf(request, json.MePatch);
    const me = sshKeys === undefined ? await showMe(request) : await changeKeys(request, sshKeys);
    return changedResult(200, json.renderMe(me));
  },

  listSizes: async (request) => {
    await request.call.known();
    return readResult(headersOf(request), json.renderSizes(listSizes(request.deps)));
  },

  listTemplates: async (request) => {
    const { skipped, skip } = skipping("template");
    const page = await listTemplates(request, pageOf(request), nameFilter(request), skip);
    return pageResult(headersOf(request), json.renderTemplates(page, placeOf(request, "/templates")), skipped);
  },

  getTemplate: async (request) =>
    readResult(headersOf(request), json.renderTemplate(await showTemplate(request, idIn(request)))),

  listMachines: async (request) => {
    const { skipped, skip } = skipping("machine");
    const { state } = request.query as { state?: string };
    const filter = { ...(state !== undefined && { states: statesIn(state) }), ...nameFilter(request) };
    const page = await listMachines(request, pageOf(request), filter, skip);
    return pageResult(headersOf(request), json.renderMachines(page, placeOf(request, "/machines")), skipped);
  },

  getMachine: async (request) =>
    readResult(headersOf(request), json.renderMachine(await showMachine(request, idIn(request)))),

  createMachine: async (request) => {
    const document = await documentOf(request, json.NewMachine);
    const machine = await createMachine(request, json.newMachineOf(document));
    return changedResult(201, json.renderMachine(machine), locationOf(request, "machines", machine));
  },

  updateMachine: async (request) => {
    const { endsAt, size, cpu, memoryMiB: memory, ...rest } = await documentOf(request, json.MachinePatch);
    const ends = endsAt === null ? null : endsAt === undefined ? undefined : new Date(endsAt);
    const change = { ...rest, ...(ends !== undefined && { ends }) };
    const isResized = size !== undefined || cpu !== undefined || memory !== undefined;
    const machine = await changeMachine(request, idIn(request), change);
    if (!isResized) return changed(machine);
    const wanted = {
      ...(size !== undefined && { size }),
      ...(cpu !== undefined && { cpu }),
      ...(memory !== undefined && { memory }),
    };
    return changed(await parts.resizeMachine(request, idIn(request), wanted));
  },

  deleteMachine: async (request) => {
    const { machine, done } = await act(request, idIn(request), "delete", { force: false, wait: request.wait });
    return done ? { status: 204 } : changedResult(202, json.renderMachine(machine));
  },

  actOnMachine: async (request) => {
    const { call, params, wait } = request;
    const word = actionWord(params.word ?? "");
    const { force = false } = await documentOf(request, json.ActionBody);
    call.performs(word);
    return acted(await act(request, idIn(request), word, { force, wait }));
  },

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

  listImages: async (request) => {
    const { skipped, skip } = skipping("image");
    const page = await images.listImages(request, pageOf(request), nameFilter(request), skip);
    return pageResult(headersOf(request), json.renderImages(page, placeOf(request, "/images")), skipped);
  },
  getImage: async (request) =>
    readResult(headersOf(request), json.renderImage(await images.showImage(request, idIn(request)))),
  createImage: async (request) => {
    const image = await images.createImage(request, json.newImageOf(await documentOf(request, json.NewImage)));
    return changedResult(201, json.renderImage(image), locationOf(request, "images", image));
  },
  updateImage: async (request) => {
    const change = json.imageChangeOf(await documentOf(request, json.ImagePatch));
    return changedResult(200, json.renderImage(await images.changeImage(request, idIn(request), change)));
  },
  deleteImage: async (request) => {
    await images.deleteImage(request, idIn(request));
    return { status: 204 };
  },
  cloneImage: async (request) => {
    const { name } = await documentOf(request, json.NewName);
    const image = await images.cloneImage(request, idIn(request), name);
    return changedResult(201, json.renderImage(image), locationOf(request, "images", image));
  },

  listNetworks: async (request) => {
    const { skipped, skip } = skipping("network");
    const page = await networks.listNetworks(request, pageOf(request), nameFilter(request), skip);
    return pageResult(headersOf(request), json.renderNetworks(page, placeOf(request, "/networks")), skipped);
  },
  getNetwork: async (request) =>
    readResult(headersOf(request), json.renderNetwork(await networks.showNetwork(request, idIn(request)))),
  createNetwork: async (request) => {
    const network = await networks.createNetwork(
      request,
      json.newNetworkOf(await documentOf(request, json.NewNetwork)),
    );
    return changedResult(201, json.renderNetwork(network), locationOf(request, "networks", network));
  },
  updateNetwork: async (request) => {
    const change = json.networkChangeOf(await documentOf(request, json.NetworkPatch));
    return changedResult(200, json.renderNetwork(await networks.changeNetwork(request, idIn(request), change)));
  },
  deleteNetwork: async (request) => {
    await networks.deleteNetwork(request, idIn(request));
    return { status: 204 };
  },

  listTokens: async (request) => {
    // Tokens come and go without a change of anything else: nothing of this is kept.
    return changedResult(200, json.renderTokens(await tokens.listTokens(request)));
  },
  createToken: async (request) => {
    const { seconds = HALF_A_DAY } = await documentOf(request, json.NewToken);
    return changedResult(201, json.renderNewToken(await tokens.makeToken(request, seconds)));
  },
  deleteToken: async (request) => {
    await tokens.revokeToken(request, request.params.token ?? "");
    return { status: 204 };
  },
};
