/** What became of each recorded case: it matches, or differs as the table says, or neither. For tests and the manual. */
import type { RecordedServer } from "../../../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import { canonicalXml } from "../../../dialects/opennebula-xml/testing/replay/compare.ts";
import type { Difference } from "./difference.ts";
import { DIFFERENCES } from "./differences.ts";
import golden from "./golden.json";
import type { Replayed } from "./replay.ts";
import { bodyDifference, differenceOf } from "./verdict.ts";

/** Bodies of ours that nothing recorded is like, in canonical form, by server and case. */
const GOLDEN: Readonly<Record<string, string>> = golden;

export interface Outcome {
  readonly server: RecordedServer;
  readonly name: string;
  /** The row of the table, where the answer differs as it says. */
  readonly difference?: Difference;
  /** What is wrong: a difference that no row tells, or one that a row tells otherwise. */
  readonly fault?: string;
}

export function casesOf(difference: Difference): readonly string[] {
  return difference.cases.trim().split(/\s+/);
}

function rowsFor(server: RecordedServer, name: string): readonly Difference[] {
  return DIFFERENCES.filter((row) => row.server === server && casesOf(row).includes(name));
}

/** The recorded body with the row's replacements, each behind the one before it. */
function withReplaced(body: string, row: Difference): string {
  let done = "";
  let rest = body;
  for (const [recorded, ours] of row.replaced ?? []) {
    const at = rest.indexOf(recorded);
    if (at < 0) throw new Error(`${recorded} is not in the recorded body`);
    done += rest.slice(0, at) + ours;
    rest = rest.slice(at + recorded.length);
  }
  return done + rest;
}

/** What is wrong with an answer that the row describes. */
function rowFault(row: Difference, server: RecordedServer, replayed: Replayed, all: readonly Replayed[]) {
  const { recorded, answer } = replayed;
  const ours = answer.code === undefined ? String(answer.status) : `${answer.status} ${answer.code}`;
  if (ours !== row.ours) return `${ours}, where the table says ${row.ours}`;
  if (answer.status >= 400) return undefined;
  if (row.type !== undefined) return answer.type === row.type ? undefined : `media type ${answer.type}`;
  if (row.golden) {
    const expected = GOLDEN[`${server} ${recorded.name}`];
    return canonicalXml(answer.body) === expected ? undefined : `another body than in golden.json: ${answer.body}`;
  }
  if (row.like !== undefined) {
    const other = all.find((candidate) => candidate.recorded.name === row.like)?.recorded;
    return other === undefined ? `${row.like} is no case` : bodyDifference(server, other.path, other.answer, answer);
  }
  if (row.replaced !== undefined)
    return bodyDifference(server, recorded.path, withReplaced(recorded.answer, row), answer);
  return answer.body === "" ? undefined : "a body that the table does not tell";
}

/** 2.0 enabled each image when it had copied the file itself. */
const OF_THE_OLD_SERVER = "one.image.enable";

/** A change that the old server asked oned for, in a success, and this one did not. */
function missedChange({ recorded, answer, missed }: Replayed): string | undefined {
  if (answer.status >= 300 || recorded.status >= 300) return undefined;
  const method = missed.find((candidate) => candidate !== OF_THE_OLD_SERVER);
  return method === undefined ? undefined : `${method} was not called`;
}

function outcomeOf(server: RecordedServer, replayed: Replayed, all: readonly Replayed[]): Outcome {
  const { name } = replayed.recorded;
  const differs = differenceOf(server, replayed.recorded, replayed.answer) ?? missedChange(replayed);
  const [row, ...others] = rowsFor(server, name);
  if (row === undefined) return { server, name, ...(differs !== undefined && { fault: differs }) };
  if (differs === undefined) return { server, name, fault: "it matches, but stands in the table" };
  if (others.length > 0) return { server, name, fault: "it stands in the table twice" };
  const fault = rowFault(row, server, replayed, all);
  return { server, name, difference: row, ...(fault !== undefined && { fault }) };
}

/** The outcome of each case, in their order. */
export function judge(server: RecordedServer, all: readonly Replayed[]): readonly Outcome[] {
  return all.map((replayed) => outcomeOf(server, replayed, all));
}
