/** Documents of machines, and the new machine that a request asks for. */
import type { TSchema } from "@sinclair/typebox";
import type { Machine, MachineChange, NewMachine, Page } from "../../../model.ts";
import { timeIn } from "../../../rfc3339.ts";
import * as schemas from "../schemas/index.ts";
import { documentWriter, writeDocument } from "../write.ts";
import { type ListPlace, type RenderedPage, renderPage } from "./shared.ts";

function diskMembers({ id, image, type, size, target, snapshots }: Machine["disks"][number]): object {
  return { id, image, type, sizeMiB: size, target, snapshots };
}

/** A machine as its schema has it: a list has hundreds of them, so its members are not copied twice. */
export function machineMembers(machine: Machine): object {
  return {
    id: machine.id,
    name: machine.name,
    description: machine.description,
    state: machine.state,
    message: machine.message,
    error: machine.error,
    template: machine.template,
    size: machine.size,
    cpu: machine.cpu,
    vcpu: machine.vcpu,
    memoryMiB: machine.memory,
    addresses: machine.addresses,
    disks: machine.disks.map(diskMembers),
    nics: machine.nics,
    snapshots: machine.snapshots,
    owner: machine.owner,
    group: machine.group,
    createdAt: machine.created,
    startedAt: machine.started,
    endsAt: machine.ends,
    screen: machine.screen,
    actions: machine.actions,
    oned: machine.oned,
  };
}

const writeMachine = documentWriter(schemas.Machine);

export function renderMachine(machine: Machine): string {
  return writeMachine(machineMembers(machine));
}

export function renderMachines(page: Page<Machine>, place: ListPlace): RenderedPage {
  return renderPage(schemas.Machines, page, place, machineMembers);
}

/** A time that the schema has checked. */
const dateOf = (text: string): Date => new Date(timeIn(text) ?? Number.NaN);

/** The changes of a machine, as their document says. */
export function machineChangeOf({ endsAt, memoryMiB, ...rest }: schemas.MachinePatchDocument): MachineChange {
  return {
    ...rest,
    ...(memoryMiB !== undefined && { memory: memoryMiB }),
    ...(endsAt !== undefined && { ends: endsAt === null ? null : dateOf(endsAt) }),
  };
}

/** The machine that a request asks for. */
export function newMachineOf({
  inputs = {},
  sshKeys = [],
  networks = [],
  disks = [],
  hold = false,
  memoryMiB,
  endsAt,
  ...rest
}: Omit<schemas.NewMachineDocument, "count">): NewMachine {
  return {
    ...rest,
    inputs,
    sshKeys,
    networks,
    disks,
    hold,
    ...(memoryMiB !== undefined && { memory: memoryMiB }),
    ...(endsAt !== undefined && { ends: dateOf(endsAt) }),
  };
}

/** A list of parts of a machine, which always has one page. */
const whole = (schema: TSchema, items: readonly object[]): string => writeDocument(schema, { items });

export function renderDisks(disks: Machine["disks"]): string {
  return whole(schemas.Disks, disks.map(diskMembers));
}

export function renderNics(nics: Machine["nics"]): string {
  return whole(schemas.Nics, nics);
}

export function renderSnapshots(snapshots: Machine["snapshots"]): string {
  return whole(schemas.Snapshots, snapshots);
}
