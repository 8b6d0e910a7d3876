/** Reads the configuration of OpenNebula 3.0 to 4.6: YAML whose keys are Ruby's symbols. */
import { messageOf, OcciError } from "../errors.ts";

/** A value with the line of its key. */
export interface OldEntry {
  readonly key: string;
  /** From 1. */
  readonly line: number;
  /** Text without a symbol's colon; "" for nothing; entries for a map. */
  readonly value: string | readonly OldEntry[];
}

/** `:small:`, `small:`, `"a name":`. */
const KEY = /^( *)(?:"([^"\\]*)"|'([^']*)'|:?([\w.-]+)):(?=\s|$)/;

interface Key {
  readonly blanks: string;
  readonly key: string;
  /** The line after it. */
  readonly rest: string;
}

function keyOf(line: string): Key | undefined {
  const match = KEY.exec(line);
  if (match === null) return undefined;
  const [whole, blanks = "", double, single, bare] = match;
  return { blanks, key: (double ?? single ?? bare ?? "").replace(/^:/, ""), rest: line.slice(whole.length) };
}

function withoutSymbol(line: string): string {
  const found = keyOf(line);
  return found === undefined ? line : `${found.blanks}${JSON.stringify(found.key)}:${found.rest}`;
}

/** @throws OcciError FILE_FAULT when it is not such a file. */
export function readOldYaml(text: string, file: string): OldEntry[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  // A file without Ruby's symbols is another file, not broken YAML.
  if (!lines.some((line) => /^:\w+:/.test(line))) throw otherFile(file);
  const parsed = parsedYaml(lines.map(withoutSymbol), file);
  if (!isMap(parsed)) throw otherFile(file);
  return entriesOf(parsed, [], linesOfKeys(lines));
}

function otherFile(file: string): OcciError {
  return new OcciError("FILE_FAULT", `${file} is not a configuration of OpenNebula 3.0 to 4.6.`, {
    hint: `A configuration in the syntax of bash (NAME=value) works as it is: see \`occi-server check --config ${file}\`.`,
  });
}

function parsedYaml(lines: readonly string[], file: string): unknown {
  try {
    return Bun.YAML.parse(lines.join("\n"));
  } catch (cause) {
    const reason = messageOf(cause).replace(/^YAML Parse error: /, "");
    throw new OcciError("FILE_FAULT", `${file}:${faultyLine(lines)}: this is not YAML: ${reason}.`, {
      hint: "Correct this line: brackets and quotes must be closed, and a value with `: ` or ` #` in it needs quotes.",
      cause,
    });
  }
}

/** Lines of a configuration: the search for a fault in a longer file would take minutes. */
const MOST_LINES = 2000;

/** The parser does not report the line: it is the one after the longest beginning that can be read. From 1. */
function faultyLine(lines: readonly string[]): number {
  for (let whole = Math.min(lines.length, MOST_LINES) - 1; whole > 0; whole -= 1) {
    try {
      Bun.YAML.parse(lines.slice(0, whole).join("\n"));
      return whole + 1;
    } catch {
      // The fault is further up.
    }
  }
  return 1;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The line of each key by its path; for a repeated key the last line, which is the one that counts. */
function linesOfKeys(lines: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const open: { readonly indent: number; readonly key: string }[] = [];
  for (const [index, line] of lines.entries()) {
    const written = keyOf(line);
    if (written === undefined) continue;
    const { blanks, key } = written;
    while ((open.at(-1)?.indent ?? -1) >= blanks.length) open.pop();
    open.push({ indent: blanks.length, key });
    found.set(pathOf(open.map((one) => one.key)), index + 1);
  }
  return found;
}

const pathOf = (keys: readonly string[]): string => keys.join("/");

function entriesOf(
  map: Readonly<Record<string, unknown>>,
  above: readonly string[],
  lines: ReadonlyMap<string, number>,
): OldEntry[] {
  return Object.entries(map).map(([key, value]) => {
    const path = [...above, key];
    const line = lines.get(pathOf(path)) ?? lines.get(pathOf(above)) ?? 1;
    if (isMap(value)) return { key, line, value: entriesOf(value, path, lines) };
    const text = value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : value;
    return { key, line, value: String(text).replace(/^:(?=\w+$)/, "") };
  });
}
