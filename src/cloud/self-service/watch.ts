/** The changes between two readings of a user's machines, images and networks. */
import { OcciError } from "../../errors.ts";
import type { ResourceChange } from "../../model.ts";
import type { CallOf, OnedClient, PoolAnswer, Session } from "../../opennebula/client.ts";
import { type DigestOptions, digests } from "../../opennebula/pool.ts";
import { pageRange, VISIBLE, WHOLE } from "../../opennebula/read-around.ts";
import { optionalNumber, withoutDate } from "../../opennebula/record-parts.ts";
import { NOT_DONE } from "../../opennebula/vm.ts";
import { entries, text, type XmlRecord } from "../../xml/record.ts";

type Kind = ResourceChange["kind"];

/** Short numbers for all that is known of an object: of machines in the long form, in the short one, or in both. */
interface Fingerprint {
  readonly long?: bigint;
  readonly short?: bigint;
}

type Form = keyof Fingerprint;

/** One reading. */
export interface Reading {
  /** By kind and id: `machine 7`. */
  readonly seen: ReadonlyMap<string, Fingerprint>;
  /** How the next one is to read machines. */
  readonly machines: MachineForms;
}

/**
 * The long form alone, while the user has few machines; the long form of the newest and the short one of all, which says
 * nothing of description and end; the short one alone, where oned (before 5.8) has no other.
 */
type MachineForms = readonly Form[];

/** Machines of a reading that are read in the long form. */
const NEWEST = 100;

interface Watched {
  readonly kind: Kind;
  readonly form: Form;
  readonly call: CallOf;
  readonly root: string;
  readonly member: string;
}

const machines = (form: Form, ...call: CallOf): Watched => ({
  kind: "machine",
  form,
  call,
  root: "VM_POOL",
  member: "VM",
});

const MACHINES: Readonly<Record<Form, Watched>> = {
  long: machines("long", "one.vmpool.infoextended", VISIBLE, ...pageRange(0, NEWEST), NOT_DONE),
  short: machines("short", "one.vmpool.info", VISIBLE, ...WHOLE, NOT_DONE),
};

const OTHERS: readonly Watched[] = [
  { kind: "image", form: "long", call: ["one.imagepool.info", VISIBLE, ...WHOLE], root: "IMAGE_POOL", member: "IMAGE" },
  { kind: "network", form: "long", call: ["one.vnpool.info", VISIBLE, ...WHOLE], root: "VNET_POOL", member: "VNET" },
];

/** Each measurement changes these, and the scheduler dates its message anew each time that it finds no host. */
const LEFT_OUT = { LAST_POLL: true, MONITORING: true, USER_TEMPLATE: { SCHED_MESSAGE: true } } as const;

type Plain = string | readonly (readonly [name: string, Plain])[];

/** All of an element. */
function plain(record: XmlRecord): Plain {
  if (typeof record === "string") return record;
  return entries(record).map(([name, child]) => {
    const isDated = name === "SCHED_MESSAGE" && typeof child === "string";
    return [name, isDated ? withoutDate(child) : plain(child)] as const;
  });
}

const DIGESTED: DigestOptions = {
  leftOut: LEFT_OUT,
  rest: (record) => withoutDate(text(record, "USER_TEMPLATE", "SCHED_MESSAGE") ?? ""),
  whole: (record) => {
    const lasting = entries(record).filter(([name]) => name !== "LAST_POLL" && name !== "MONITORING");
    return JSON.stringify(lasting.map(([name, child]) => [name, plain(child)]));
  },
  // An object that cannot be read is in no list either.
  onFault: () => {},
};

async function read(oned: OnedClient, session: Session, forms: MachineForms): Promise<Map<string, Fingerprint>> {
  const watched = [...forms.map((form) => MACHINES[form]), ...OTHERS];
  const answers = await oned.readMany(
    session,
    watched.map(({ call }) => call),
  );
  const seen = new Map<string, Fingerprint>();
  try {
    for (const [index, { kind, form, root, member }] of watched.entries()) {
      const answer = answers[index] as PoolAnswer;
      for await (const batch of digests(answer, root, member, DIGESTED)) {
        for (const { id, digest } of batch) {
          if (optionalNumber(id) === undefined) continue;
          const key = `${kind} ${id}`;
          seen.set(key, { ...seen.get(key), [form]: digest });
        }
      }
    }
    return seen;
  } finally {
    for (const answer of answers) answer.release();
  }
}

/**
 * All that the user may see now, in one call (`one.vmpool.infoextended`, `one.vmpool.info`, `one.imagepool.info`,
 * `one.vnpool.info`); in two where it turns out that there are more machines than were known.
 * @throws OcciError as oned refuses.
 */
export async function readAll(oned: OnedClient, session: Session, forms: MachineForms = ["long"]): Promise<Reading> {
  let seen: Map<string, Fingerprint>;
  try {
    seen = await read(oned, session, forms);
  } catch (error) {
    const isOld = error instanceof OcciError && error.code === "NOT_SUPPORTED" && forms.includes("long");
    if (isOld) return readAll(oned, session, ["short"]);
    throw error;
  }
  if (!forms.includes("long")) return { seen, machines: forms };
  const known = [...seen].filter(([key, { long }]) => long !== undefined && key.startsWith("machine ")).length;
  if (known < NEWEST) return { seen, machines: ["long"] };
  return forms.includes("short") ? { seen, machines: forms } : readAll(oned, session, ["long", "short"]);
}

function changeOf(key: string, change: ResourceChange["change"]): ResourceChange {
  const [kind, id] = key.split(" ") as [Kind, string];
  return { kind, id: Number(id), change };
}

/** Only what was read in the same form both times can be compared. */
function differs(before: Fingerprint | undefined, after: Fingerprint): boolean {
  if (before === undefined) return true;
  const isOther = (form: Form): boolean =>
    before[form] !== undefined && after[form] !== undefined && before[form] !== after[form];
  return isOther("long") || isOther("short");
}

/** The objects that are new, have changed, or are gone. */
export function changesBetween({ seen: before }: Reading, { seen: after }: Reading): ResourceChange[] {
  const changed = [...after].filter(([key, fingerprint]) => differs(before.get(key), fingerprint));
  const gone = [...before.keys()].filter((key) => !after.has(key));
  return [...changed.map(([key]) => changeOf(key, "changed")), ...gone.map((key) => changeOf(key, "gone"))];
}
