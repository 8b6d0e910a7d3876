/** Finds the line of a template that a line of its output comes from: loops, conditions and comments shift lines. */
import type { Compiler } from "./compiler.ts";
import type { TemplateSource } from "./files.ts";
import { MisplacedValue } from "./slots.ts";

const TAG = /<%[\s\S]*?%>/g;
const MARK = "\u0003";
// biome-ignore lint/suspicious/noControlCharactersInRegex: the marks are control characters because no value can hold them
const NUMBER = /\u0003(\d+)\u0003/g;

/** The template with its own line's number at the start of each line outside of tags. */
function marked(text: string): string {
  let out = "";
  let line = 1;
  let from = 0;
  const pass = (until: number): void => {
    out += text.slice(from, until).replaceAll("\n", () => `\n${MARK}${++line}${MARK}`);
    from = until;
  };
  for (const tag of text.matchAll(TAG)) {
    pass(tag.index);
    out += tag[0];
    line += tag[0].split("\n").length - 1;
    from = tag.index + tag[0].length;
    // Text after a long tag, on its last line, belongs to that line.
    if (tag[0].includes("\n")) out += `${MARK}${line}${MARK}`;
  }
  pass(text.length);
  return out;
}

/** Renders the template once more, with marks. @param line of the output of the same request, from 1. */
export function sourceLine(compiler: Compiler, source: TemplateSource, request: object, line: number): number {
  const lines = renderedMarks(compiler, { ...source, text: marked(source.text) }, request).split("\n");
  // A line that begins within a tag's output has no mark of its own: the last one before it counts.
  const before = lines.slice(0, line - 1).join("\n");
  const last = [...before.matchAll(NUMBER)].at(-1)?.[1];
  const own = [...(lines[line - 1] ?? "").matchAll(NUMBER)][0]?.[1];
  return Number(own ?? last ?? 1);
}

/** A place in a text, from 1. */
export interface Place {
  readonly line: number;
  readonly column?: number;
}

/**
 * The same with the column, if the template has the text just as it is in the output.
 * @param output of the request, without marks.
 */
export function sourcePlace(
  compiler: Compiler,
  source: TemplateSource,
  request: object,
  output: string,
  { line, column }: Place,
): Place {
  const own = sourceLine(compiler, source, request, line);
  if (column === undefined) return { line: own };
  const rendered = output.split("\n")[line - 1] ?? "";
  const written = source.text.split("\n")[own - 1] ?? "";
  const word = /^\w+/.exec(rendered.slice(column - 1))?.[0] ?? "";
  if (written.startsWith(rendered.slice(0, column - 1 + word.length))) return { line: own, column };
  const found = word === "" ? [] : [...written.matchAll(new RegExp(`\\b${word}\\b`, "g"))];
  return found.length === 1 ? { line: own, column: (found[0]?.index ?? 0) + 1 } : { line: own };
}

function renderedMarks(compiler: Compiler, source: TemplateSource, request: object): string {
  try {
    return compiler.renderSource(source, request);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof MisplacedValue) return cause.text;
    throw error;
  }
}
