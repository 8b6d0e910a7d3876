/** The results of the mutants, as text. */
import { dirname } from "node:path";
import type { Mutant } from "./mutant.ts";
import type { Result } from "./tests.ts";

export interface Tried {
  readonly mutant: Mutant;
  readonly result: Result;
}

/** File, line and change. */
export function shown({ file, line, kind, before, after, id }: Mutant): string {
  return `${file}:${line} ${kind} (${id})\n  - ${before}\n  + ${after}`;
}

const changeOf = ({ file, kind, before, after }: Mutant): string => [file, kind, before, after].join("\n");

/** The mutants that the output of an earlier run lists as survivors; their lines may have moved since. */
export function listedIn(output: string, mutants: readonly Mutant[]): readonly Mutant[] {
  const found = output.matchAll(/^(?:survived|uncovered): (\S+?):\d+ (\w+) \(\d+\)\n {2}- (.*)\n {2}\+ (.*)$/gm);
  const listed = new Set([...found].map((match) => match.slice(1).join("\n")));
  return mutants.filter((mutant) => listed.has(changeOf(mutant)));
}

const noticed = ({ result }: Tried): boolean => result === "killed" || result === "timeout";

function scoreLine(name: string, tried: readonly Tried[]): string {
  const killed = tried.filter(noticed).length;
  const late = tried.filter(({ result }) => result === "timeout").length;
  const uncovered = tried.filter(({ result }) => result === "uncovered").length;
  const notes = [late > 0 && `${late} by the time limit`, uncovered > 0 && `${uncovered} met no test`].filter(Boolean);
  const percent = ((100 * killed) / tried.length).toFixed(1);
  return `${percent.padStart(5)} %  ${killed} of ${tried.length}  ${name}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`;
}

/** The score of each folder, and of all. */
export function scores(tried: readonly Tried[], equivalent: number): string {
  const folders = Map.groupBy(tried, ({ mutant }) => dirname(mutant.file));
  const lines = [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, some]) => scoreLine(folder, some));
  const all = tried.length === 0 ? [] : [scoreLine("all", tried)];
  return [...lines, ...all, `${equivalent} more make no difference (scripts/mutation/equivalent.json)`].join("\n");
}

export function survivors(tried: readonly Tried[]): readonly Tried[] {
  return tried.filter((one) => !noticed(one));
}
