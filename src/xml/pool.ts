/** Reads pool answers of oned, which can be large, in steps: no step holds up the event loop for long. */
import { OcciError } from "../errors.ts";
import { damagedPool, decodeSlice } from "./pool-bytes.ts";
import { PoolScanner, type PoolShape } from "./pool-scan.ts";
import { readRecord } from "./record.ts";

export interface PoolOptions {
  /** Elements that may stand between the records and are left out: `QUOTAS` of a user pool. */
  readonly siblings?: readonly string[];
  /** Bytes of the answer that are read at a time. */
  readonly stepBytes?: number;
}

// 30 extended VMs, or 100 short ones: about a millisecond with conversion and rendering.
const STEP_BYTES = 256 * 1024;

/** Lets the event loop do what else there is. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Checks the whole answer before anything of it is used: a damaged one never becomes half a list. */
async function scan(encoded: Uint8Array, shape: PoolShape, stepBytes: number): Promise<PoolScanner> {
  const scanner = new PoolScanner(encoded, shape);
  // The scanner is some times faster than what follows, so its steps may be longer.
  while (!scanner.advance(stepBytes * 4)) await turn();
  return scanner;
}

async function* inSteps<T>(
  scanner: PoolScanner,
  stepBytes: number,
  read: (record: number) => T,
): AsyncGenerator<T[], void, undefined> {
  let record = 0;
  while (record < scanner.count) {
    const batch: T[] = [];
    const until = scanner.field(record, 0) + stepBytes;
    while (record < scanner.count && (batch.length === 0 || scanner.field(record, 1) <= until)) {
      batch.push(read(record));
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
  yield* inSteps(scanner, stepBytes, (record) =>
    convert(decodeSlice(encoded, scanner.field(record, 0), scanner.field(record, 1))),
  );
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
  if (!/^\d{1,10}$/.test(id)) throw damagedPool("an ID that is no number", start);
  return { id: Number(id), name: textBetween(encoded, scanner.field(record, 4), scanner.field(record, 5)) };
}

/**
 * ID and NAME of all records of a pool, without parsing them: the children of the record itself, never what user text or
 * a nested element calls so. Parameters and errors as of `readPool`.
 */
export async function* readPoolNames(
  encoded: Uint8Array,
  root: string,
  element: string,
  options: PoolOptions = {},
): AsyncGenerator<IdAndName[], void, undefined> {
  const { stepBytes = STEP_BYTES, siblings = [] } = options;
  const scanner = await scan(encoded, { root, element, siblings }, stepBytes);
  yield* inSteps(scanner, stepBytes, (record) => idAndName(encoded, scanner, record));
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
