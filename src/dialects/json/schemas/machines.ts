/** Machines, and the documents of requests for them. */
import { type Static, Type } from "@sinclair/typebox";
import { MACHINE_ACTIONS, MACHINE_STATES } from "../../../model.ts";
import { Disk, Nic, Snapshot } from "./machine-parts.ts";
import { id, listOf, mebibytes, nullable, object, Reference, text, time, words } from "./parts.ts";
import { Screen } from "./screen.ts";

export const Machine = object(
  "Machine",
  {
    id: id("the machine"),
    name: Type.String(),
    description: nullable(Type.String()),
    state: words(MACHINE_STATES),
    message: nullable(text("The operation that OpenNebula is carrying out on it.")),
    error: nullable(text("The reason of the failure, in OpenNebula's words.")),
    template: nullable(
      object("TemplateId", { id: id("the template") }, "The VM template from which the machine was created."),
    ),
    size: nullable(text("Name of the size (VM_TYPE) with which the machine was created.")),
    cpu: nullable(Type.Number({ description: "Share of a physical CPU." })),
    vcpu: nullable(Type.Integer({ description: "Virtual CPUs." })),
    memoryMiB: nullable(mebibytes("Memory")),
    addresses: Type.Array(Type.String(), { description: "The addresses of all NICs." }),
    disks: Type.Array(Disk),
    nics: Type.Array(Nic),
    snapshots: Type.Array(Snapshot),
    owner: Reference,
    group: Reference,
    createdAt: time("When it was created"),
    startedAt: nullable(time("When it started to run on its host")),
    endsAt: nullable(time("When OpenNebula will terminate it")),
    screen: Screen,
    actions: Type.Array(words(MACHINE_ACTIONS), { description: "The actions that are possible now, for this user." }),
    oned: object("OnedState", { state: Type.String(), lcmState: Type.String() }, "OpenNebula's names of the state."),
  },
  "A virtual machine.",
);

export const Machines = listOf(Machine, "Machines");

/** One machine; of a request with `count` a list of them. */
export const MadeMachines = Type.Union([Machine, Machines], {
  description: "A Machine; if the request has `count`, a list (Machines) whose `items` are all new machines.",
});

/** The most machines of one request. */
export const MOST_MACHINES = 50;

export const NewMachine = object(
  "NewMachine",
  {
    template: Type.Optional(id("a VM template; instead of image and size")),
    image: Type.Optional(id("the image of the first disk, with `size`")),
    size: Type.Optional(text("Name of a size; for an image, or for a template that does not set CPU and memory.")),
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "With `count`, `%i` in the name is replaced by the number of the machine, from 0.",
      }),
    ),
    count: Type.Optional(
      Type.Integer({
        minimum: 2,
        maximum: MOST_MACHINES,
        description: "Creates this many machines, all or none; the answer is a list.",
      }),
    ),
    description: Type.Optional(Type.String({ maxLength: 4096 })),
    inputs: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())]),
        { description: "Values for the inputs of the template." },
      ),
    ),
    cpu: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: "Allowed if the template or size does not set it." }),
    ),
    memoryMiB: Type.Optional(
      Type.Integer({ minimum: 1, description: "Allowed if the template or size does not set it." }),
    ),
    sshKeys: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 16_384 }), { maxItems: 100 })),
    userData: Type.Optional(Type.String({ maxLength: 65_536, description: "Passed to cloud-init in the machine." })),
    networks: Type.Optional(Type.Array(id("a network"), { maxItems: 32 })),
    disks: Type.Optional(Type.Array(id("an image for one more disk"), { maxItems: 32 })),
    hold: Type.Optional(
      Type.Boolean({ description: "Whether the machine is created on hold: it does not start until it is released." }),
    ),
    endsAt: Type.Optional(time("When it is to be terminated")),
  },
  "A new machine: from a template, or from an image and a size.",
);

export const MachinePatch = object(
  "MachinePatch",
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    description: Type.Optional(nullable(Type.String({ maxLength: 4096 }))),
    endsAt: Type.Optional(nullable(time("When it is to be terminated; null for never"))),
    size: Type.Optional(text("Name of the new size.")),
    cpu: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        description: "Allowed if the size does not set it, or within the inputs of the template.",
      }),
    ),
    memoryMiB: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: "Allowed if the size does not set it, or within the inputs of the template.",
      }),
    ),
  },
  "Changes of a machine (JSON Merge Patch, RFC 7396).",
);

export const ActionBody = object(
  "ActionBody",
  {
    force: Type.Optional(
      Type.Boolean({ description: "Whether to force the action; only some actions can be forced." }),
    ),
  },
  "How an action is carried out.",
);

export type NewMachineDocument = Static<typeof NewMachine>;

export type MachinePatchDocument = Static<typeof MachinePatch>;

export type ActionDocument = Static<typeof ActionBody>;
