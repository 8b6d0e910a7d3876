/** What has changed between two readings of a user's machines, images and networks. */
import type { ResourceChange } from "../../model.ts";
import type { CallOf, OnedClient, PoolAnswer, Session } from "../../opennebula/client.ts";
import { members } from "../../opennebula/pool.ts";
import { VISIBLE, WHOLE } from "../../opennebula/read-around.ts";
import { wholeNumber, withoutDate } from "../../opennebula/record-parts.ts";
import { entries, type XmlRecord } from "../../xml/record.ts";

type Kind = ResourceChange["kind"];

/** A short number for all that is known of an object, by kind and id: `machine 7`. */
export type Fingerprints = ReadonlyMap<string, bigint>;

interface Watched {
  readonly kind: Kind;
  readonly call: CallOf;
  readonly root: string;
  readonly member: string;
}

const NOT_DONE = -1;

/** The pools as lists show them, machines in short form. */
const WATCHED: readonly Watched[] = [
  { kind: "machine", call: ["one.vmpool.info", VISIBLE, ...WHOLE, NOT_DONE], root: "VM_POOL", member: "VM" },
  { kind: "image", call: ["one.imagepool.info", VISIBLE, ...WHOLE], root: "IMAGE_POOL", member: "IMAGE" },
  { kind: "network", call: ["one.vnpool.info", VISIBLE, ...WHOLE], root: "VNET_POOL", member: "VNET" },
];

/** Each measurement changes these. */
const MEASURED: ReadonlySet<string> = new Set(["LAST_POLL", "MONITORING"]);
/** The scheduler dates this anew each time that it finds no host. */
const DATED = "SCHED_MESSAGE";

type Plain = string | readonly (readonly [name: string, Plain])[];

/** All of an element. */
function plain(record: XmlRecord): Plain {
  if (typeof record === "string") return record;
  return entries(record).map(([name, child]) => {
    const isDated = name === DATED && typeof child === "string";
    return [name, isDated ? withoutDate(child) : plain(child)] as const;
  });
}

function fingerprintOf(record: XmlRecord): readonly [id: number, fingerprint: bigint] {
  const lasting = entries(record).filter(([name]) => !MEASURED.has(name));
  const all = lasting.map(([name, child]) => [name, plain(child)] as const);
  return [wholeNumber(record, "ID"), Bun.hash.xxHash64(JSON.stringify(all))];
}

/** All that the user may see now: one call (`one.vmpool.info`, `one.imagepool.info`, `one.vnpool.info`). @throws OcciError as oned refuses. */
export async function fingerprints(oned: OnedClient, session: Session): Promise<Fingerprints> {
  const answers = await oned.readMany(
    session,
    WATCHED.map(({ call }) => call),
  );
  const found = new Map<string, bigint>();
  try {
    for (const [index, { kind, root, member }] of WATCHED.entries()) {
      // An object that cannot be read is in no list either.
      const options = { onFault: () => {}, siblings: [] };
      const answer = answers[index] as PoolAnswer;
      for await (const batch of members(answer, root, member, fingerprintOf, options)) {
        for (const [id, fingerprint] of batch) found.set(`${kind} ${id}`, fingerprint);
      }
    }
    return found;
  } finally {
    for (const answer of answers) answer.release();
  }
}

function changeOf(key: string, change: ResourceChange["change"]): ResourceChange {
  const [kind, id] = key.split(" ") as [Kind, string];
  return { kind, id: Number(id), change };
}

/** What is new or other than before, and what is gone. */
export function changesBetween(before: Fingerprints, after: Fingerprints): ResourceChange[] {
  const changed = [...after].filter(([key, fingerprint]) => before.get(key) !== fingerprint);
  const gone = [...before.keys()].filter((key) => !after.has(key));
  return [...changed.map(([key]) => changeOf(key, "changed")), ...gone.map((key) => changeOf(key, "gone"))];
}
