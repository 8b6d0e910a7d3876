/**
 * Reads the text form of an OpenNebula template, for `check` and to learn what a type's template sets. Stricter than oned
 * where oned takes what the writer cannot have meant (a lone quote, an unfinished one).
 */

export interface TemplateAttribute {
  /** In upper case, as oned has it. */
  readonly name: string;
  readonly value: string | readonly TemplateAttribute[];
  /** From 1, of the name. */
  readonly line: number;
  readonly column: number;
}

/** Text that oned would refuse or misread. */
export class TemplateSyntaxError extends Error {
  override readonly name = "TemplateSyntaxError";
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/**
 * The attributes in the order of the text.
 * @throws TemplateSyntaxError at the first fault.
 */
export function readTemplate(text: string): TemplateAttribute[] {
  const reader = new Reader(text);
  const attributes: TemplateAttribute[] = [];
  for (;;) {
    reader.skip();
    if (reader.atEnd()) return attributes;
    const attribute = reader.attribute(true);
    // oned drops an empty vector.
    if (attribute.value.length > 0 || typeof attribute.value === "string") attributes.push(attribute);
    reader.expectSeparation();
  }
}

/** The value of a single attribute such as CPU; of several, oned takes the first. */
export function firstValue(attributes: readonly TemplateAttribute[], name: string): string | undefined {
  const value = attributes.find((attribute) => attribute.name === name)?.value;
  return typeof value === "string" ? value : undefined;
}

const SKIP = /(?:[ \t\n]+|#[^\n]*\n)*/y;
const NAME = /[A-Za-z0-9_]+/y;
const EQUAL = /[ \t]*=[ \t]*/y;
const BARE = /[^=# \t\n,[\]"][^=# \t\n,[\]]*/y;

class Reader {
  private readonly text: string;
  private at = 0;
  private counted = 0;
  private lineNumber = 1;

  constructor(text: string) {
    this.text = text;
  }

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  skip(): void {
    this.take(SKIP);
  }

  /** `NAME = value`; a vector only where `vectors` is true. */
  attribute(vectors: boolean): TemplateAttribute {
    const line = this.line();
    const column = this.column(this.at);
    const name = this.take(NAME)?.[0];
    if (name === undefined) throw this.fault("expected the name of an attribute: letters, digits and _");
    if (this.take(EQUAL) === undefined)
      throw this.fault(`expected = after ${name} (values with blanks need double quotes)`);
    const value = this.text[this.at] === "[" && vectors ? this.vectorOf(name) : this.value(name, vectors);
    return { name: (/^\d/.test(name) ? `ONE_${name}` : name).toUpperCase(), value, line, column };
  }

  /** oned requires a blank or a new line between attributes. */
  expectSeparation(): void {
    if (!this.atEnd() && !/[ \t\n#]/.test(this.text[this.at] ?? "") && this.text[this.at - 1] !== "]") {
      throw this.fault("expected a new line after the value (quote values with blanks or any of = # , [ ])");
    }
  }

  /** Where no ] follows before the next [, the fault is the one that was opened. */
  private vectorOf(name: string): TemplateAttribute[] {
    const opened = this.at;
    const [line, column] = [this.line(), this.column(opened)];
    try {
      return this.vector();
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError) || error.message.startsWith("the quotes of ")) throw error;
      const [close, next] = ["]", "["].map((bracket) => this.text.indexOf(bracket, opened + 1)) as [number, number];
      if (close !== -1 && (next === -1 || close < next)) throw error;
      throw new TemplateSyntaxError(`the [ of ${name} is never closed: write ] where its values end`, line, column);
    }
  }

  private vector(): TemplateAttribute[] {
    this.at += 1;
    const members: TemplateAttribute[] = [];
    this.skip();
    if (this.text[this.at] === "]") {
      this.at += 1;
      return members;
    }
    for (;;) {
      this.skip();
      members.push(this.attribute(false));
      this.skip();
      const next = this.text[this.at];
      if (next !== "," && next !== "]") throw this.fault("expected , or ] after a value of a vector");
      this.at += 1;
      if (next === "]") return members;
    }
  }

  private value(name: string, mayBeEmpty: boolean): string {
    const start = this.at;
    const next = this.text[start];
    if (mayBeEmpty && next === "\n") return "";
    const value = next === '"' ? this.quoted() : this.take(BARE)?.[0];
    if (value === undefined) {
      throw this.fault(next === '"' ? `the quotes of ${name} are not closed` : `expected a value for ${name}`, start);
    }
    if (this.lines(start, this.at).includes("]]>")) throw this.fault('"]]>" cannot be in a template', start);
    return value.replaceAll('\\"', '"');
  }

  /** Up to the first quote without a backslash before it: a backslash at the end of a value joins with its quote. */
  private quoted(): string | undefined {
    let end = this.text.indexOf('"', this.at + 1);
    while (this.text[end - 1] === "\\") end = this.text.indexOf('"', end + 1);
    if (end === -1) return undefined;
    const value = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return value;
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text) ?? undefined;
    if (match !== undefined) this.at += match[0].length;
    return match;
  }

  private lines(from: number, to: number): string {
    const end = this.text.indexOf("\n", to);
    return this.text.slice(from, end === -1 ? undefined : end);
  }

  /** Counts on from the last call, which was further up. */
  private line(): number {
    for (let next = this.text.indexOf("\n", this.counted); next !== -1 && next < this.at; ) {
      this.lineNumber += 1;
      this.counted = next + 1;
      next = this.text.indexOf("\n", this.counted);
    }
    return this.lineNumber;
  }

  private column(at: number): number {
    return at - (at === 0 ? -1 : this.text.lastIndexOf("\n", at - 1));
  }

  private fault(message: string, at = this.at): TemplateSyntaxError {
    this.at = at;
    return new TemplateSyntaxError(message, this.line(), this.column(at));
  }
}
