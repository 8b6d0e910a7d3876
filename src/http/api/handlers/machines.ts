/** Machines and their actions. */

import { type Acted, act, actionWord } from "../../../cloud/self-service/machine-actions.ts";
import { changeMachine, listMachines, showMachineAs, statesIn } from "../../../cloud/self-service/machines.ts";
import { createMachines } from "../../../cloud/self-service/new-machine.ts";
import * as json from "../../../dialects/json/index.ts";
import type { Result } from "../../result.ts";
import { changedResult, pageResult, readResult } from "../answers.ts";
import { idIn } from "../request.ts";
import { changed } from "./machine-parts.ts";
import {
  documentOf,
  type Handlers,
  headersOf,
  keyOf,
  locationOf,
  nameFilter,
  pageOf,
  placeOf,
  skipping,
  waited,
} from "./shared.ts";

function acted({ machine, done }: Acted): Result {
  return changedResult(done ? 200 : 202, json.renderMachine(machine));
}

export const machinesHandlers: Handlers = {
  listMachines: async (request) => {
    const { skipped, skip } = skipping("machine");
    const { state } = request.query as { state?: string };
    const filter = { ...(state !== undefined && { states: statesIn(state) }), ...nameFilter(request) };
    const page = await listMachines(request, pageOf(request), filter, skip);
    return pageResult(headersOf(request), json.renderMachines(page, placeOf(request, "/machines")), skipped);
  },

  getMachine: async (request) => {
    const { json: recent } = request.call.views;
    return readResult(headersOf(request), await showMachineAs(request, idIn(request), recent, json.renderMachine));
  },

  createMachine: async (request) => {
    const document = await documentOf(request, json.NewMachine);
    const { count, ...wanted } = document;
    const { machines, done } = await createMachines(request, json.newMachineOf(wanted), {
      ...(count !== undefined && { count }),
      ...keyOf(request, "createMachine", document),
      wait: request.wait,
    });
    const status = done ? 201 : 202;
    const [first] = machines;
    if (count !== undefined || first === undefined) {
      return changedResult(status, json.renderMachines({ items: machines }, placeOf(request, "/machines")).text);
    }
    return changedResult(status, json.renderMachine(first), locationOf(request, "machines", first));
  },

  updateMachine: async (request) => {
    const change = json.machineChangeOf(await documentOf(request, json.MachinePatch));
    return changed(await changeMachine(waited(request), idIn(request), change));
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
};
