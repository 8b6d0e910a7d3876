/** Mutants of the program, made by Stryker's instrumenter. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";

export interface Mutant {
  /** A number. */
  readonly id: string;
  /** Below the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Stryker's name of the kind of change. */
  readonly kind: string;
  /** The line (of several the first), and what becomes of it. */
  readonly before: string;
  readonly after: string;
  /** Tells mutants of the same file that change the same text in the same way: how many come before it. */
  readonly nth: number;
  /** The file with this change and no other. */
  readonly content: string;
}

export interface Instrumented {
  readonly mutants: readonly Mutant[];
  /** The files as they are, but that each place of a mutant notes in `globalThis.__mutants__` that a test came by. */
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

const ignore = (): void => {};
/** The instrumenter reports what it does to somebody: here to nobody, faults are thrown. */
const SILENT = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  fatal: ignore,
};

interface Place {
  /** From 0. */
  readonly line: number;
  readonly column: number;
}

/** Where a place stands in the text. */
function offsetOf(lines: readonly string[], { line, column }: Place): number {
  return lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + column;
}

/**
 * Whether only a text for people changes: several words between quotes, the hint or the cause of an error. People read
 * messages; the tests ask for the code, the place and the names in them.
 */
export function isWording(kind: string, changed: string): boolean {
  const text = changed.replace(/\$\{[^}]*\}/g, "x");
  if (kind === "ObjectLiteral") return /^\{\s*(hint|cause)\b[^{]*\}$/s.test(text) && !/\bhttpStatus\b/.test(text);
  return kind === "StringLiteral" && /\S\s+\S|^.\s|\s.$/s.test(text);
}

/** Whether a block does nothing, or only says that there is no value, as its end would. */
export function isNothing(kind: string, changed: string): boolean {
  return kind === "BlockStatement" && /^\{\s*(\/\/[^\n]*\s*)*(return( undefined)?;\s*)?\}$/.test(changed);
}

/** @param files below the repository. */
export async function instrument(root: string, files: readonly string[]): Promise<Instrumented> {
  const sources = files.map((name) => ({ name, mutate: true, content: readFileSync(join(root, name), "utf8") }));
  const made = await new Instrumenter(SILENT).instrument(sources, {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
  });
  const seen = new Map<string, number>();
  const mutants = made.mutants.flatMap(({ id, fileName: file, location, mutatorName: kind, replacement }) => {
    const text = sources.find(({ name }) => name === file)?.content ?? "";
    const lines = text.split("\n");
    const [from, to] = [offsetOf(lines, location.start), offsetOf(lines, location.end)];
    const changed = text.slice(from, to);
    if (isWording(kind, changed) || isNothing(kind, changed)) return [];
    const content = text.slice(0, from) + replacement + text.slice(to);
    const before = (lines[location.start.line] ?? "").trim();
    const after = (content.split("\n")[location.start.line] ?? "").trim();
    const key = [file, kind, before, after].join("\0");
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return [{ id, file, line: location.start.line + 1, kind, before, after, nth, content }];
  });
  return { mutants, files: made.files.map(({ name, content }) => ({ name, content: noting(content) })) };
}

/** Helpers of our own in place of Stryker's, whose objects make the program many times slower. */
const HELPERS = `
function stryMutAct_9fa48() { return false; }
function stryCov_9fa48() {
  const seen = (globalThis.__mutants__ ??= new Uint8Array(1 << 17));
  for (let at = 0; at < arguments.length; at++) seen[arguments[at]] = 1;
}
`;

/** @throws Error when the instrumenter writes other helpers than those that are known here. */
function noting(content: string): string {
  const helpers = /function stryNS_9fa48\(\)[\s\S]*?\n\}\nfunction stryMutAct_9fa48\(id\) \{[\s\S]*?\n\}\n/;
  if (!content.includes("stryMutAct_9fa48")) return content;
  if (!helpers.test(content)) throw new Error("Stryker's helpers are not where they were");
  return content
    .replace(helpers, HELPERS)
    .replace(
      /\bstryCov_9fa48\(((?:"\d+"(?:, )?)+)\)/g,
      (_, ids: string) => `stryCov_9fa48(${ids.replaceAll('"', "")})`,
    );
}
