/** Use cases of machines: list, show and change. */
import { invalid, OcciError } from "../../errors.ts";
import { MACHINE_STATES, type Machine, type MachineChange, type MachineState, type Page } from "../../model.ts";
import type { CallOf } from "../../opennebula/client.ts";
import {
  MACHINE_PARTS,
  type MachineRecord,
  machine,
  machineIn,
  machineRecordOf,
  statesOf,
} from "../../opennebula/machine.ts";
import { alone, type PoolCall } from "../../opennebula/pool.ts";
import { pageRange, type Skip, VISIBLE } from "../../opennebula/read-around.ts";
import { idsAt, wholeNumber } from "../../opennebula/record-parts.ts";
import * as scheduled from "../../opennebula/scheduled-actions.ts";
import { template } from "../../opennebula/template-writer.ts";
import { SELF } from "../../opennebula/user.ts";
import * as vms from "../../opennebula/vm.ts";
import type { RecentMap } from "../../recent-map.ts";
import { readRecord } from "../../xml/record.ts";
import * as fields from "../fields.ts";
import { renamedWith } from "../renaming.ts";
import { describedChecks, failedChecks, throwAll } from "./checks.ts";
import { keepingLast } from "./last-reading.ts";
import { resizing } from "./machine-resize.ts";
import { machineState } from "./machine-states.ts";
import { machineView } from "./machine-view.ts";
import { type Matches, type NameFilter, type PageRequest, page, passing } from "./page.ts";
import type { Requester } from "./requester.ts";
import { ONEADMIN, Rights } from "./rights.ts";

/** The groups that a user administers, of some that the user is in (`one.group.info`, in one call). */
async function administeredOf(
  { deps, session }: Requester,
  user: number,
  groups: readonly number[],
): Promise<readonly number[]> {
  if (groups.length === 0) return [];
  const answers = await deps.oned.readMany(
    session,
    groups.map((id) => ["one.group.info", id] as const),
  );
  const found = await Promise.all(
    answers.map((answer) => alone(answer, "GROUP", (group) => idsAt(group, "ADMINS").includes(user))),
  );
  return groups.filter((_, index) => found[index]);
}

/** The rights of the user on machines. The groups of the user are read only if they matter. */
export async function rightsOver(requester: Requester, machines: readonly MachineRecord[]): Promise<Rights> {
  const { deps, session, user } = requester;
  const foreign = machines.filter(({ uname }) => uname !== user);
  if (foreign.length === 0) return new Rights(user);
  const self = readRecord(await deps.oned.read(session, "one.user.info", SELF), "USER");
  const groups = idsAt(self, "GROUPS");
  if (groups.includes(ONEADMIN)) return new Rights(user, groups);
  const owning = new Set(foreign.map(({ gid }) => gid));
  const shared = groups.filter((id) => owning.has(id));
  return new Rights(user, groups, await administeredOf(requester, wholeNumber(self, "ID"), shared));
}

/** Machines as they are shown to the user. */
export async function allShown(requester: Requester, records: readonly MachineRecord[]): Promise<Machine[]> {
  const rights = await rightsOver(requester, records);
  return records.map((record) => machineView(record, rights, requester.deps.config.consoleScreen));
}

/** A machine as it is shown to the user. */
export async function shown(requester: Requester, record: MachineRecord): Promise<Machine> {
  return machineView(record, await rightsOver(requester, [record]), requester.deps.config.consoleScreen);
}

export interface MachineFilter extends NameFilter {
  readonly states?: readonly MachineState[];
}

/** States with commas between them. @throws OcciError INVALID_REQUEST for a word that is not one. */
export function statesIn(text: string): MachineState[] {
  return text.split(",").map((word) => {
    const state = MACHINE_STATES.find((one) => one === word.trim());
    if (state !== undefined) return state;
    const message = `There is no state ${JSON.stringify(word.trim().slice(0, 64))}.`;
    throw invalid([{ at: ["state"], message }], `The states are ${MACHINE_STATES.join(", ")}.`);
  });
}

/** The call that reads the first page of machines, in OpenNebula 5.8 and newer. */
export function newestCall(limit: number): CallOf {
  return ["one.vmpool.infoextended", VISIBLE, ...pageRange(0, limit + 1), vms.NOT_DONE];
}

/**
 * The machines that the user may see, but for those that are gone (`one.vmpool.infoextended`).
 * @param call returns the answer if the pool was read already, by `newestCall`.
 */
export async function listMachines(
  requester: Requester,
  request: PageRequest,
  { states, ...filter }: MachineFilter,
  skip: Skip,
  call: PoolCall = vms.poolExtended,
): Promise<Page<Machine>> {
  const passes = passing(filter, requester.user);
  const matches: Matches = (record) =>
    (states === undefined || states.includes(machineState(statesOf(record)))) &&
    (passes === undefined || passes(record));
  const pool = { kind: "VM", call, convert: machineRecordOf, asked: MACHINE_PARTS };
  const found = await page(requester, pool, request, skip, states === undefined ? passes : matches);
  return { ...found, items: await allShown(requester, found.items) };
}

/** One machine (`one.vm.info`), also one that is gone. @throws OcciError as oned refuses. */
export async function showMachine(requester: Requester, id: number): Promise<Machine> {
  const { deps, session } = requester;
  return shown(requester, await machine(deps.oned, session, id));
}

/** A machine as it was shown to its owner. */
export interface OwnView<T> {
  readonly user: string;
  readonly shown: T;
}

/**
 * The same as `view` makes it. For its owner nothing is made anew of a document that is among the recent ones; the rights
 * of others do not follow from the document alone.
 * @throws OcciError as oned refuses.
 */
export async function showMachineAs<T>(
  requester: Requester,
  id: number,
  recent: RecentMap<OwnView<T>>,
  view: (machine: Machine) => T,
): Promise<T> {
  const { deps, session, user } = requester;
  const document = await vms.document(deps.oned, session, id);
  const known = recent.get(document);
  if (known?.user === user) return known.shown;
  const record = machineIn(document);
  const made = view(await shown(requester, record));
  if (record.uname === user) recent.set(document, { user, shown: made }, document.length);
  return made;
}

async function changeEnd(
  { deps, session }: Requester,
  { id, scheduled: planned }: MachineRecord,
  ends: Date | null,
): Promise<void> {
  const [first, ...others] = planned.filter(({ action }) => action.startsWith("terminate"));
  for (const other of others) await scheduled.remove(deps.oned, session, id, other);
  if (ends === null) {
    if (first !== undefined) await scheduled.remove(deps.oned, session, id, first);
    return;
  }
  const time = scheduled.secondsOf(ends);
  if (first === undefined) await scheduled.add(deps.oned, session, id, "terminate", time);
  else await scheduled.move(deps.oned, session, id, first, time);
}

/** @throws OcciError INVALID_REQUEST for a time that is over. */
export function checkEnd(ends: Date | null | undefined, now: number): void {
  if (!(ends instanceof Date) || ends.getTime() > now) return;
  throw new OcciError("INVALID_REQUEST", "endsAt is in the past.", {
    hint: "Name a time in the future, with its zone: 2030-12-24T18:00:00Z.",
    faults: [{ at: ["endsAt"], message: "endsAt is in the past." }],
  });
}

/**
 * Changes name, description, end and size: nothing where something of it is wrong.
 * @throws OcciError for values that are wrong, all at once, or as oned refuses.
 */
export async function changeMachine(requester: Requester, id: number, change: MachineChange): Promise<Machine> {
  const { name, ends, size, cpu, memory } = change;
  const description = change.description === null ? "" : change.description;
  const errors = await failedChecks(...describedChecks(change), () => checkEnd(ends, Date.now()));
  const remembering = keepingLast(requester, id);
  const { deps, session } = remembering.requester;
  const before = await machine(deps.oned, session, id);
  let resize: (() => Promise<unknown>) | undefined;
  if (size !== undefined || cpu !== undefined || memory !== undefined) {
    errors.push(
      ...(await failedChecks(async () => {
        resize = await resizing(remembering.requester, before, change);
      })),
    );
  }
  throwAll(errors);
  const next = name === undefined ? undefined : fields.objectName(name);
  await renamedWith(
    (as) => vms.rename(deps.oned, session, id, as),
    { name: next === before.name ? undefined : next, present: before.name },
    async () => {
      // Changes that quotas and states can refuse come first.
      await resize?.();
      if (description !== undefined) {
        await vms.update(deps.oned, session, id, template([["DESCRIPTION", fields.description(description)]]));
      }
      if (ends !== undefined) await changeEnd(remembering.requester, before, ends);
    },
  );
  return shown(requester, await remembering.last());
}
