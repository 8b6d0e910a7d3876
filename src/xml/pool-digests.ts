/**
 * Tells whether records of a pool have changed, by a short number for all bytes of each: most are never decoded. Values
 * that change without any event are left out.
 */
import { Branch } from "./document.ts";
import { cutTo, inSteps, type PoolOptions, STEP_BYTES, scan } from "./pool.ts";
import { decodeSlice } from "./pool-bytes.ts";
import { readRecord, text, type XmlRecord } from "./record.ts";
import { SMALL } from "./trim.ts";

/** Children of a record, or of its children, that are left out. */
export interface LeftOut {
  readonly [name: string]: true | { readonly [name: string]: true };
}

export interface DigestOptions extends PoolOptions {
  readonly leftOut: LeftOut;
  /** The digest of the parts that are left out. @param record has ID and what is left out; of few more than that. */
  readonly rest: (record: XmlRecord) => string;
  /** All of a record that counts, as text: for those that are read whole, as they are not in the plain form. */
  readonly whole: (record: XmlRecord) => string;
}

export interface Digest {
  /** The text of ID, undefined without one. */
  readonly id: string | undefined;
  readonly digest: bigint;
}

type Place = readonly [start: number, end: number];

/** Where the contents are that are left out, in their order. */
function holesOf(record: Branch, leftOut: LeftOut): readonly Place[] {
  const holes: Place[] = [];
  for (const [name, below] of Object.entries(leftOut)) {
    if (below === true) holes.push(...record.places(name));
    else {
      for (const child of record.all(name)) {
        if (child instanceof Branch) for (const inner of Object.keys(below)) holes.push(...child.places(inner));
      }
    }
  }
  return holes.sort(([a], [b]) => a - b);
}

function digestOf(bytes: Uint8Array, holes: readonly Place[], rest: string): bigint {
  let digest = Bun.hash.xxHash64(rest);
  let from = 0;
  for (const [start, end] of holes) {
    digest = Bun.hash.xxHash64(bytes.subarray(from, start), digest);
    from = end;
  }
  return Bun.hash.xxHash64(bytes.subarray(from), digest);
}

/**
 * A number for each record, in oned's order: the same for the same record.
 * @param encoded, root, element, options as of `readPool`. @yields some at a time.
 * @throws OcciError ONED_DAMAGED_ANSWER as `readPool` does.
 */
export async function* readPoolDigests(
  encoded: Uint8Array,
  root: string,
  element: string,
  { leftOut, rest, whole, ...options }: DigestOptions,
): AsyncGenerator<Digest[], void, undefined> {
  const { stepBytes = STEP_BYTES, siblings = [] } = options;
  const asked = { ID: true, ...leftOut } as const;
  const scanner = await scan(encoded, { root, element, siblings, asked }, stepBytes);
  const ofWhole = (bytes: Uint8Array): Digest => {
    const record = readRecord(decodeSlice(bytes, 0, bytes.length), element);
    return { id: text(record, "ID"), digest: Bun.hash.xxHash64(whole(record)) };
  };
  yield* inSteps(encoded, scanner, options, (number) => {
    const bytes = encoded.subarray(scanner.field(number, 0), scanner.field(number, 1));
    const known = scanner.asked(number);
    if (known !== undefined) {
      return { id: text(known, "ID"), digest: digestOf(bytes, holesOf(known, leftOut), rest(known)) };
    }
    return bytes.length <= SMALL ? ofWhole(bytes) : cutTo(bytes, options).then(ofWhole);
  });
}
