/**
 * A reader of JSON that refuses what JSON.parse lets pass: keys that occur twice, null, numbers beyond the finite and
 * deep nesting (GFD.225 has none of them). Linear in the length of its text, and its end where there are too many values.
 */
import { invalid, shown } from "../culprit.ts";
import { type Counter, tooMany } from "../limits.ts";
import { JsonObject } from "./object.ts";

export type Json = string | number | boolean | readonly Json[] | JsonObject;

/** Levels of nesting: the standard's deepest document has 7. */
const DEPTH = 32;

/** A number as RFC 8259 has it, from where the search begins. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Members of an object: the standard's have ten, attributes can be a thousand. */
const MEMBERS = 2_000;

/** Members that are compared with each other one by one; a larger object gets a Set of its names while it is read. */
const FEW = 8;

const WORDS = [
  ["true", true],
  ["false", false],
] as const;

export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof JsonObject;
}

class Reader {
  #at = 0;
  readonly #text: string;
  readonly #counter: Counter;

  constructor(text: string, counter: Counter) {
    this.#text = text;
    this.#counter = counter;
  }

  document(): Json {
    const value = this.#value(0);
    this.#blanks();
    if (this.#at < this.#text.length) throw this.#fault("something after its end");
    return value;
  }

  #fault(what: string): Error {
    return invalid(`The JSON has ${what} at character ${this.#at + 1}.`);
  }

  #blanks(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  /** Whether the next character is this one, which is then behind us. */
  #take(character: string): boolean {
    this.#blanks();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #value(depth: number): Json {
    this.#counter.count("values of JSON");
    this.#blanks();
    const character = this.#text[this.#at];
    if (character === '"') return this.#string();
    if ((character === "{" || character === "[") && depth >= DEPTH) {
      throw this.#fault(`more than ${DEPTH} levels`);
    }
    if (character === "{") return this.#object(depth + 1);
    if (character === "[") return this.#array(depth + 1);
    return this.#scalar();
  }

  #scalar(): number | boolean {
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    if (this.#text.startsWith("null", this.#at)) throw this.#fault("null, which OCCI does not know,");
    NUMBER.lastIndex = this.#at;
    if (!NUMBER.test(this.#text)) {
      throw this.#fault(this.#at < this.#text.length ? "something that is no value" : "an open end");
    }
    const value = Number(this.#text.slice(this.#at, NUMBER.lastIndex));
    if (!Number.isFinite(value)) throw this.#fault("a number that is too large");
    this.#at = NUMBER.lastIndex;
    return value;
  }

  #string(): string {
    const start = this.#at;
    let plain = true;
    for (let at = start + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x22) {
        this.#at = at + 1;
        return plain ? this.#text.slice(start + 1, at) : this.#unescaped(start);
      }
      if (code < 0x20) {
        this.#at = at;
        throw this.#fault("a control character within a string");
      }
      if (code !== 0x5c) continue;
      plain = false;
      at++;
    }
    throw this.#fault("a string that is not closed");
  }

  #unescaped(start: number): string {
    try {
      return String(JSON.parse(this.#text.slice(start, this.#at)));
    } catch {
      this.#at = start;
      throw this.#fault("an escape that is none, in the string");
    }
  }

  #array(depth: number): Json[] {
    this.#at++;
    const items: Json[] = [];
    if (this.#take("]")) return items;
    for (;;) {
      items.push(this.#value(depth));
      if (this.#take("]")) return items;
      if (!this.#take(",")) throw this.#fault("a list without , or ]");
    }
  }

  #object(depth: number): JsonObject {
    this.#at++;
    const names: string[] = [];
    const values: Json[] = [];
    let known: Set<string> | undefined;
    if (this.#take("}")) return new JsonObject(names, values);
    for (;;) {
      this.#blanks();
      if (this.#text[this.#at] !== '"') throw this.#fault("an object without a key");
      const key = this.#string();
      if (names.length === MEMBERS) throw tooMany(MEMBERS, "members in an object");
      if (names.length === FEW) known = new Set(names);
      if (known?.has(key) ?? names.includes(key)) throw this.#fault(`the key ${shown(key)} twice; the second ends`);
      known?.add(key);
      names.push(key);
      if (!this.#take(":")) throw this.#fault("a key without :");
      values.push(this.#value(depth));
      if (this.#take("}")) return new JsonObject(names, values);
      if (!this.#take(",")) throw this.#fault("an object without , or }");
    }
  }
}

/**
 * Reads one JSON document.
 * @throws OcciError INVALID_REQUEST with the position, TOO_LARGE.
 */
export function readJson(text: string, counter: Counter): Json {
  return new Reader(text.replace(/^\ufeff/, ""), counter).document();
}
