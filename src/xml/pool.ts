/** Reads pool answers of oned, which can be large, in steps: no step holds up the event loop for long. */
import { OcciError } from "../errors.ts";
import { turn } from "../turn.ts";
import type { Asked } from "./asked.ts";
import { damagedPool, decodeSlice } from "./pool-bytes.ts";
import { PoolScanner, type PoolShape } from "./pool-scan.ts";
import { readRecord, type XmlRecord } from "./record.ts";
import { SMALL, trimmed } from "./trim.ts";

export interface PoolOptions {
  /** Elements that may stand between the records and are left out: `QUOTAS` of a user pool. */
  readonly siblings?: readonly string[];
  /** Bytes of the answer that are read at a time. */
  readonly stepBytes?: number;
  /** Milliseconds after which a step ends earlier. */
  readonly stepMs?: number;
  /**
   * Called for a record that cannot be read, with its id as far as there is one; without it the whole answer is
   * refused.
   */
  readonly onFault?: (id: number | undefined) => void;
  /** Called with the parts that were left out of a record that is too large. @param parts of it. */
  readonly onCut?: ((parts: readonly string[]) => void) | undefined;
}

// 30 extended VMs, or 100 short ones: about a millisecond with conversion and rendering.
export const STEP_BYTES = 256 * 1024;
/**
 * Records of many small elements take longer: they end a step earlier. The later steps of a batch take as long again.
 */
const STEP_MS = 4;

/** Checks the whole answer before anything of it is used: a damaged one never becomes half a list. */
export async function scan(encoded: Uint8Array, shape: PoolShape, stepBytes: number): Promise<PoolScanner> {
  const scanner = new PoolScanner(encoded, shape);
  // The scanner is some times faster than what follows, so its steps may be longer.
  while (!scanner.advance(stepBytes * 4)) await turn();
  return scanner;
}

const FAULTY = Symbol("a record that cannot be read");

/** Makes something of a record; of a large one later. */
type Read<T> = (record: number) => T | Promise<T>;

/** @throws what `read` does, but for damage of a record when `onFault` is given. */
async function readOr<T>(
  encoded: Uint8Array,
  scanner: PoolScanner,
  record: number,
  read: Read<T>,
  { onFault }: PoolOptions,
): Promise<T | typeof FAULTY> {
  try {
    return await read(record);
  } catch (error) {
    if (onFault === undefined || !(error instanceof OcciError) || error.code !== "ONED_DAMAGED_ANSWER") throw error;
    const id = new TextDecoder("latin1").decode(encoded.subarray(scanner.field(record, 2), scanner.field(record, 3)));
    onFault(/^\d{1,10}$/.test(id) ? Number(id) : undefined);
    return FAULTY;
  }
}

/** The results of `read` for each record, in steps. */
export async function* inSteps<T>(
  encoded: Uint8Array,
  scanner: PoolScanner,
  options: PoolOptions,
  read: Read<T>,
): AsyncGenerator<T[], void, undefined> {
  const { stepBytes = STEP_BYTES, stepMs = STEP_MS } = options;
  let record = 0;
  while (record < scanner.count) {
    const batch: T[] = [];
    const first = record;
    const until = scanner.field(first, 0) + stepBytes;
    const end = performance.now() + stepMs;
    const goesOn = () => scanner.field(record, 1) <= until && performance.now() < end;
    while (record < scanner.count && (record === first || goesOn())) {
      const value = await readOr(encoded, scanner, record, read, options);
      if (value !== FAULTY) batch.push(value);
      record += 1;
    }
    yield batch;
    await turn();
  }
}

/**
 * Reads all records of a pool, in oned's order.
 * @param encoded the payload as it stands in the XML-RPC answer, encoded once.
 * @param root element of the pool (`VM_POOL`), `element` of its records (`VM`).
 * @param convert makes of a record's XML what is wanted; its errors are passed on.
 * @yields some records at a time; nothing before the structure of the whole answer was found right.
 * @throws OcciError ONED_DAMAGED_ANSWER when the answer is anything but one pool of such records.
 */
export async function* readPool<T>(
  encoded: Uint8Array,
  root: string,
  element: string,
  convert: (source: string) => T,
  options: PoolOptions = {},
): AsyncGenerator<T[], void, undefined> {
  const { stepBytes = STEP_BYTES, siblings = [] } = options;
  const scanner = await scan(encoded, { root, element, siblings }, stepBytes);
  const source = (bytes: Uint8Array) => convert(decodeSlice(bytes, 0, bytes.length));
  yield* inSteps(encoded, scanner, options, (record) => {
    const bytes = encoded.subarray(scanner.field(record, 0), scanner.field(record, 1));
    return bytes.length <= SMALL ? source(bytes) : cutTo(bytes, options).then(source);
  });
}

/**
 * Reads of the records of a pool what is asked for, in oned's order. Parameters, yields and errors as of `readPool`.
 * @param asked what `convert` reads of a record; it finds nothing else in most of them.
 */
export async function* readPoolRecords<T>(
  encoded: Uint8Array,
  root: string,
  element: string,
  asked: Exclude<Asked, true>,
  convert: (record: XmlRecord) => T,
  options: PoolOptions = {},
): AsyncGenerator<T[], void, undefined> {
  const { stepBytes = STEP_BYTES, siblings = [] } = options;
  const scanner = await scan(encoded, { root, element, siblings, asked }, stepBytes);
  const whole = (bytes: Uint8Array) => convert(readRecord(decodeSlice(bytes, 0, bytes.length), element));
  yield* inSteps(encoded, scanner, options, (record) => {
    const known = scanner.asked(record);
    if (known !== undefined) return convert(known);
    const bytes = encoded.subarray(scanner.field(record, 0), scanner.field(record, 1));
    return bytes.length <= SMALL ? whole(bytes) : cutTo(bytes, options).then(whole);
  });
}

/** A record that is too large without what is left out of it. */
export async function cutTo(record: Uint8Array, { onCut }: PoolOptions): Promise<Uint8Array> {
  const { encoded, cut } = await trimmed(record);
  if (cut.length > 0) onCut?.(cut);
  return encoded;
}

/** ID and NAME of a record: all that a plain list shows. */
export interface IdAndName {
  readonly id: number;
  readonly name: string;
}

/** The text of an element whose content stands between two offsets of the payload. */
function textBetween(encoded: Uint8Array, start: number, end: number): string {
  const source = decodeSlice(encoded, start, end);
  if (!/[<&]/.test(source)) return source;
  const text = readRecord(`<t>${source}</t>`, "t");
  if (typeof text !== "string") throw damagedPool("elements in a name", start);
  return text;
}

function idAndName(encoded: Uint8Array, scanner: PoolScanner, record: number): IdAndName {
  const start = scanner.field(record, 0);
  if (scanner.field(record, 2) === 0 || scanner.field(record, 4) === 0)
    throw damagedPool("a record without ID or NAME", start);
  const id = textBetween(encoded, scanner.field(record, 2), scanner.field(record, 3));
  if (!/^\d{1,10}$/.test(id)) throw damagedPool("an ID that is not a number", start);
  return { id: Number(id), name: textBetween(encoded, scanner.field(record, 4), scanner.field(record, 5)) };
}

/**
 * ID and NAME of all records of a pool, without parsing them: the children of the record itself, never what user text
 * or a nested element calls so. Parameters and errors as of `readPool`.
 */
export async function* readPoolNames(
  encoded: Uint8Array,
  root: string,
  element: string,
  options: PoolOptions = {},
): AsyncGenerator<IdAndName[], void, undefined> {
  const { stepBytes = STEP_BYTES, siblings = [] } = options;
  const scanner = await scan(encoded, { root, element, siblings }, stepBytes);
  yield* inSteps(encoded, scanner, options, (record) => idAndName(encoded, scanner, record));
}

/**
 * ID and NAME of one record in encoded form.
 * @throws OcciError ONED_DAMAGED_ANSWER.
 */
export function scanIdAndName(encoded: Uint8Array, element: string): IdAndName {
  const pool = Buffer.concat([Buffer.from("&lt;POOL&gt;"), encoded, Buffer.from("&lt;/POOL&gt;")]);
  const scanner = new PoolScanner(pool, { root: "POOL", element });
  scanner.advance(pool.length);
  if (scanner.count !== 1)
    throw new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula's answer is damaged: not one record.");
  return idAndName(pool, scanner, 0);
}
