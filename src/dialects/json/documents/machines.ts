/** The documents of answers, made of the model: names with their units, times as times. Machines. */
import type { Machine, NewMachine, Page } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { writeDocument } from "../write.ts";
import { type ListPlace, type RenderedPage, renderPage } from "./shared.ts";

/** A machine as its schema has it. */
function machineMembers({ memory, created, started, ends, disks, ...rest }: Machine): object {
  return {
    ...rest,
    memoryMiB: memory,
    createdAt: created,
    startedAt: started,
    endsAt: ends,
    disks: disks.map(({ size, ...disk }) => ({ ...disk, sizeMiB: size })),
  };
}

export function renderMachine(machine: Machine): string {
  return writeDocument(schemas.Machine, machineMembers(machine));
}

export function renderMachines(page: Page<Machine>, place: ListPlace): RenderedPage {
  return renderPage(schemas.Machines, page, place, machineMembers);
}

/** What a machine is to be made of, as its document says. */
export function newMachineOf({
  inputs = {},
  sshKeys = [],
  networks = [],
  disks = [],
  hold = false,
  memoryMiB,
  endsAt,
  ...rest
}: schemas.NewMachineDocument): NewMachine {
  return {
    ...rest,
    inputs,
    sshKeys,
    networks,
    disks,
    hold,
    ...(memoryMiB !== undefined && { memory: memoryMiB }),
    ...(endsAt !== undefined && { ends: new Date(endsAt) }),
  };
}
