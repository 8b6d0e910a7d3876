/**
 * An independent model of oned's template parser, text form and XML form: what oned stores when it is given a text.
 * It shares no code with the writer of templates, so that tests can hold that writer against it.
 */
import { OcciError } from "../errors.ts";
import { entries, readRecord, text, type XmlRecord } from "../xml/record.ts";
import { type Token, type TokenType, tokens } from "./template-lexer.ts";

/** A single value, or the members of a vector. Names are in upper case. */
export type TemplateValue = string | ReadonlyMap<string, string>;

export interface TemplateAttribute {
  readonly name: string;
  readonly value: TemplateValue;
}

/** The attributes in the order written; a name may stand more than once. */
export type TemplateNode = readonly TemplateAttribute[];

/** A text that oned refuses; the message is oned's. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

/** A text with a value that cannot be kept. */
export class UnstorableError extends TemplateError {}

export interface ParseOptions {
  /** 7.4 drops blanks and newlines around values, 6.10 keeps them. */
  readonly trim?: boolean;
  /** Keep `NAME=[]` of the text form: nothing is shown of it, but it replaces what it is merged into. */
  readonly emptyVectors?: boolean;
}

/** oned's names are element names: upper case, and not starting with a digit. */
function storedName(name: string): string {
  const upper = name.toUpperCase();
  return /^[A-Za-z_]/.test(upper) ? upper : `ONE_${upper}`;
}

/** oned keeps templates as XML: a carriage return does not survive it, nor can the end of a CDATA section. */
function storedValue(value: string, options: ParseOptions): string {
  const lines = value.replace(/\r\n?/g, "\n");
  if (lines.includes("]]>")) throw new UnstorableError("Error transforming the Template to XML.");
  return options.trim ? lines.replace(/^[ \t\n\v\f]+|[ \t\n\v\f]+$/g, "") : lines;
}

class Parser {
  readonly #tokens: Iterator<Token, undefined>;
  readonly #options: ParseOptions;
  #next: Token | undefined;
  #end = { line: 0, start: 0, end: 0 };

  constructor(text: string, options: ParseOptions) {
    this.#tokens = tokens(text)[Symbol.iterator]();
    this.#options = options;
    this.#advance();
  }

  #advance(): void {
    if (this.#next) this.#end = this.#next;
    this.#next = this.#tokens.next().value;
  }

  #accept(type: TokenType): Token | undefined {
    const token = this.#next;
    if (token?.type !== type) return undefined;
    this.#advance();
    return token;
  }

  #unexpected(expected: string): TemplateError {
    const where = this.#next ?? this.#end;
    const found = this.#next?.type ?? "$end";
    return new TemplateError(
      `Parse error: syntax error, unexpected ${found}, expecting ${expected} at line ${where.line}, columns ${where.start}:${where.end}`,
    );
  }

  #expect(type: TokenType, expected: string): Token {
    const token = this.#accept(type);
    if (token === undefined) throw this.#unexpected(expected);
    return token;
  }

  template(): TemplateNode {
    const found: TemplateAttribute[] = [];
    while (this.#next !== undefined) {
      const attribute = this.#attribute();
      if (attribute !== undefined) found.push(attribute);
    }
    return found;
  }

  /** One attribute; an empty vector does not count as one, unless it is asked for. */
  #attribute(): TemplateAttribute | undefined {
    const name = storedName(this.#expect("VARIABLE", "$end").text);
    if (this.#accept("EQUAL_EMPTY")) return { name, value: "" };
    this.#expect("EQUAL", "EQUAL or EQUAL_EMPTY");
    if (this.#next?.type === "CCDATA") throw new TemplateError("Parse error.");
    const single = this.#accept("STRING");
    if (single) return { name, value: storedValue(single.text, this.#options) };
    this.#expect("OBRACKET", "OBRACKET or CCDATA or STRING");
    if (this.#accept("CBRACKET")) return this.#options.emptyVectors ? { name, value: new Map() } : undefined;
    return { name, value: this.#members() };
  }

  #members(): ReadonlyMap<string, string> {
    const members = new Map<string, string>();
    let expected = "CBRACKET or VARIABLE";
    do {
      const key = storedName(this.#expect("VARIABLE", expected).text);
      this.#expect("EQUAL", "EQUAL");
      if (this.#next?.type === "CCDATA") throw new TemplateError("Parse error.");
      const value = storedValue(this.#expect("STRING", "STRING").text, this.#options);
      if (!members.has(key)) members.set(key, value);
      expected = "VARIABLE";
    } while (this.#accept("COMMA"));
    this.#expect("CBRACKET", "COMMA or CBRACKET");
    return members;
  }
}

const ROOT = /^(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^[>]*(?:\[[^\]]*\])?[^>]*>|\s)*<([^\s/>]+)/s;
/** A DTD, and references to entities that only a DTD can define: oned drops both. */
const DTD = /<!DOCTYPE[^[>]*(?:\[[^\]]*\])?[^>]*>/;
const DEFINED_ENTITY = /&(?!(?:amp|lt|gt|quot|apos);|#)[^;&<\s]+;/g;

function readRoot(text: string): XmlRecord {
  const root = ROOT.exec(text)?.[1];
  if (root === undefined) throw new TemplateError("Parse error: XML Template malformed.");
  try {
    return readRecord(DTD.test(text) ? text.replace(DTD, "").replace(DEFINED_ENTITY, "") : text, root);
  } catch (error) {
    if (error instanceof OcciError) throw new TemplateError("Parse error: XML Template malformed.");
    throw error;
  }
}

/** The children that hold text only; deeper and empty elements are lost. */
function leaves(record: XmlRecord, options: ParseOptions): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const [key, child] of entries(record)) {
    const value = leafText(child);
    const name = storedName(key);
    if (value !== "" && value !== undefined && !members.has(name)) members.set(name, storedValue(value, options));
  }
  return members;
}

/** The text of an element without child elements (attributes do not matter). */
function leafText(record: XmlRecord): string | undefined {
  if (typeof record === "string") return record;
  return entries(record).length > 0 ? undefined : text(record);
}

function parseXml(text: string, options: ParseOptions): TemplateNode {
  const found: TemplateAttribute[] = [];
  for (const [key, child] of entries(readRoot(text))) {
    const name = storedName(key);
    const single = leafText(child);
    if (single !== undefined) {
      if (single !== "") found.push({ name, value: storedValue(single, options) });
      continue;
    }
    const members = leaves(child, options);
    if (members.size > 0) found.push({ name, value: members });
  }
  return found;
}

/**
 * The template as oned parses it.
 * @param text `VAR="value"` syntax, or XML when its first character is `<`.
 * @throws TemplateError when oned refuses it.
 */
export function parseTemplate(text: string, options: ParseOptions = {}): TemplateNode {
  return text.startsWith("<") ? parseXml(text, options) : new Parser(text, options).template();
}
