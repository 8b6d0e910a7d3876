/** eta, set up for OpenNebula's template syntax. The only file that knows eta. */

import { Eta, type TemplateFunction } from "eta";
import { runWords, syntaxWords, unclosedWords } from "./fault-words.ts";
import type { TemplateSource } from "./files.ts";
import { allRuby, type RubyFinding } from "./ruby.ts";
import { holdsMarks, Slots } from "./slots.ts";

/** A fault of a template, and its place. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, where it is known. */
  readonly column: number | undefined;
  readonly hint: string | undefined;
  /** More of the same in that file, further down. */
  readonly more: readonly RubyFinding[];

  constructor(
    file: string,
    line: number,
    message: string,
    details: { column?: number; hint?: string; cause?: unknown; more?: readonly RubyFinding[] } = {},
  ) {
    super(message, { cause: details.cause });
    this.file = file;
    this.line = line;
    this.column = details.column;
    this.hint = details.hint;
    this.more = details.more ?? [];
  }
}

/** Makes the `it` of an included template. */
type Included = (data: object) => object;

/** Compiles each source once, and renders it. */
export class Compiler extends Eta {
  private readonly compiled = new WeakMap<TemplateSource, TemplateFunction>();
  private slots = new Slots();
  private included: Included = (data) => data;

  /** @param find returns the text for a name in `include(name)`. */
  constructor(find: (template: string) => TemplateSource | undefined) {
    super({
      autoEscape: true,
      escapeFunction: (value: unknown) => this.slots.add(value),
      // A new line after a tag belongs to oned's syntax: it ends the attribute.
      autoTrim: false,
      // Keeps the line of each tag for errors.
      debug: true,
    });
    const { render } = this;
    this.render = (template, data, meta) => render.call(this, template, this.included(data), meta);
    this.resolvePath = (name) => name;
    this.readFile = (name) => {
      const source = find(name);
      if (source === undefined) throw new Error(`there is no template ${name}`);
      return source.text;
    };
    this.RuntimeErr = (error, _text, line, path) => {
      if (error instanceof TemplateError) throw error;
      const { message, ...rest } = runWords(error);
      throw new TemplateError(path, line, message, { ...rest, cause: error });
    };
  }

  /**
   * The text with all values in place, ending with a new line: without it oned refuses a last comment.
   * @throws TemplateError for faults of the template; OcciError for a value that cannot be carried.
   */
  renderSource(source: TemplateSource, data: object, included: Included = (one) => one): string {
    const run = this.compiledOf(source);
    this.slots = new Slots();
    this.included = included;
    const text = this.slots.fill(run.call(this, data, { filepath: source.file }));
    return text.endsWith("\n") ? text : `${text}\n`;
  }

  /** @throws TemplateError for what cannot be compiled; nothing of it is run. */
  prepare(source: TemplateSource): void {
    this.compiledOf(source);
  }

  private compiledOf(source: TemplateSource): TemplateFunction {
    const known = this.compiled.get(source);
    if (known !== undefined) return known;
    if (holdsMarks(source.text)) throw new TemplateError(source.file, 1, "the file contains control characters");
    try {
      const made = this.compile(source.text, { filepath: source.file });
      this.compiled.set(source, made);
      return made;
    } catch (error) {
      throw this.syntaxError(source, error);
    }
  }

  private syntaxError(source: TemplateSource, error: unknown): TemplateError {
    const [ruby, ...more] = allRuby(source.text);
    if (ruby !== undefined)
      return new TemplateError(source.file, ruby.line, ruby.message, { hint: ruby.hint, cause: error, more });
    const message = error instanceof Error ? error.message : String(error);
    const [, what, line, column] = /^(.*) at line (\d+) col (\d+):/.exec(message) ?? [];
    if (what !== undefined) {
      const { message: words, ...rest } = unclosedWords(what);
      return new TemplateError(source.file, Number(line), words, { ...rest, column: Number(column), cause: error });
    }
    const { message: words, ...rest } = syntaxWords(message.split("\n")[2] ?? message);
    return new TemplateError(source.file, this.lineOf(source.text), words, { ...rest, cause: error });
  }

  /** The line of the tag that the JavaScript parser refuses; engines do not report it for `new Function`. */
  private lineOf(text: string): number {
    const code = this.compileToString(text);
    try {
      new Bun.Transpiler({ loader: "js" }).transformSync(`function template(it, options) {${code}}`);
    } catch (error) {
      const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
      const before = code.split("\n").slice(0, positionOf(first)).join("\n");
      return Number([...before.matchAll(/^__eta\.line=(\d+)$/gm)].at(-1)?.[1] ?? 1);
    }
    return 1;
  }
}

function positionOf(error: unknown): number | undefined {
  return error instanceof BuildMessage ? error.position?.line : undefined;
}
