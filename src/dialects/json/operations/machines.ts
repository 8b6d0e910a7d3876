/** Machines and their actions. */
import { MACHINE_ACTIONS } from "../../../model.ts";
import { ActionBody, Machine, MachinePatch, Machines, MadeMachines, NewMachine } from "../schemas/machines.ts";
import { after, CHANGE_ERRORS, limit, MACHINE_FILTERS, OBJECT_ERRORS, type Operation, object } from "./operation.ts";

export const MACHINES: readonly Operation[] = [
  {
    id: "listMachines",
    method: "GET",
    path: "/machines",
    summary: "The machines that the user can see.",
    query: object({ limit, after, ...MACHINE_FILTERS }),
    answers: { 200: Machines },
    errors: [],
    example: {},
  },
  {
    id: "createMachine",
    method: "POST",
    path: "/machines",
    summary: "Creates a machine from a template, or from an image and a size.",
    description:
      "The answer is a Machine. If the request has `count`, the answer is a list (Machines) with all new machines in `items`, and `next` is null; a client distinguishes the two by `items`.",
    body: NewMachine,
    answers: { 201: MadeMachines, 202: MadeMachines },
    isKeyed: true,
    errors: [...CHANGE_ERRORS, "NO_FREE_LEASE", "IN_USE"],
    example: { body: { template: 0, name: "web" } },
  },
  {
    id: "getMachine",
    method: "GET",
    path: "/machines/{id}",
    summary: "A machine.",
    answers: { 200: Machine },
    errors: OBJECT_ERRORS,
    example: { params: { id: "0" } },
  },
  {
    id: "updateMachine",
    method: "PATCH",
    path: "/machines/{id}",
    summary: "Changes name, description, size and end of a machine.",
    body: MachinePatch,
    bodyType: "application/merge-patch+json",
    answers: { 200: Machine, 202: Machine },
    errors: [...CHANGE_ERRORS, "NAME_TAKEN"],
    example: { params: { id: "0" }, body: { description: "The front page" } },
  },
  {
    id: "deleteMachine",
    method: "DELETE",
    path: "/machines/{id}",
    summary: "Deletes a machine permanently.",
    answers: { 202: Machine, 204: undefined },
    errors: CHANGE_ERRORS,
    example: { params: { id: "0" } },
  },
  {
    id: "actOnMachine",
    method: "POST",
    path: "/machines/{id}/actions/{word}",
    summary: `Carries out an action: ${MACHINE_ACTIONS.filter((word) => word !== "delete").join(", ")}.`,
    body: ActionBody,
    answers: { 200: Machine, 202: Machine },
    errors: CHANGE_ERRORS,
    example: { params: { id: "0", word: "stop" }, body: { force: true } },
  },
];
