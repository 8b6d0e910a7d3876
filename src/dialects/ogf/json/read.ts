/**
 * A reader of JSON that refuses what JSON.parse lets pass: keys that occur twice, null, numbers beyond the finite and
 * deep nesting (GFD.225 has none of them). Linear in the length of its text, and its end where there are too many values.
 */
import { invalid, shown } from "../culprit.ts";
import { type Counter, tooMany } from "../limits.ts";
import { type Json, JsonObject } from "./object.ts";

/** Levels of nesting: the standard's deepest document has 7. */
const DEPTH = 32;

/** A number as RFC 8259 has it, from where the search begins. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Characters of a number: the largest that there is has 309 digits. */
const LONGEST_NUMBER = 400;

/** Members of an object: the standard's have ten, attributes can be a thousand. */
const MEMBERS = 2_000;

/** Members that are compared with each other one by one; a larger object gets a Set of its names while it is read. */
const FEW = 8;

/** Characters of a string that is likely to come again, as the names of members do. */
const SHORT = 32;

const WORDS = [
  ["true", true],
  ["false", false],
] as const;

// A body can hold hundreds of thousands of them: they share these.
const EMPTY_LIST: readonly Json[] = Object.freeze([]);
const EMPTY_OBJECT = new JsonObject([], []);

export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof JsonObject;
}

class Reader {
  #at = 0;
  readonly #text: string;
  readonly #counter: Counter;
  /** Short strings, by their length and first character. */
  readonly #recent = new Map<number, string>();

  constructor(text: string, counter: Counter) {
    this.#text = text;
    this.#counter = counter;
  }

  document(): Json {
    const value = this.#value(0);
    this.#blanks();
    if (this.#at < this.#text.length) throw this.#fault("text after its end");
    return value;
  }

  #fault(what: string): Error {
    return invalid(`The JSON has ${what} at character ${this.#at + 1}.`);
  }

  #blanks(): void {
    let at = this.#at;
    for (; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
    }
    this.#at = at;
  }

  /** Whether the next character is this one; if so, the reader moves past it. */
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
    NUMBER.lastIndex = this.#at;
    if (!NUMBER.test(this.#text)) return this.#word();
    if (NUMBER.lastIndex - this.#at > LONGEST_NUMBER) throw this.#fault("a number that is too long");
    const value = Number(this.#text.slice(this.#at, NUMBER.lastIndex));
    if (!Number.isFinite(value)) throw this.#fault("a number that is too large");
    this.#at = NUMBER.lastIndex;
    return value;
  }

  #word(): boolean {
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    if (this.#text.startsWith("null", this.#at)) throw this.#fault("null, which OCCI does not allow,");
    throw this.#fault(this.#at < this.#text.length ? "something that is not a value" : "an unexpected end");
  }

  #string(): string {
    const start = this.#at;
    let plain = true;
    for (let at = start + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x22) {
        this.#at = at + 1;
        return plain ? this.#slice(start + 1, at) : this.#unescaped(start);
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

  /** A piece of the text. Lists hold objects with the same members: short strings are the ones that were there before. */
  #slice(start: number, end: number): string {
    if (end - start > SHORT) return this.#text.slice(start, end);
    const place = (end - start) * 0x1_0000 + (this.#text.charCodeAt(start) || 0);
    const recent = this.#recent.get(place);
    if (recent !== undefined && this.#text.startsWith(recent, start)) return recent;
    const slice = this.#text.slice(start, end);
    this.#recent.set(place, slice);
    return slice;
  }

  #unescaped(start: number): string {
    let text: string;
    try {
      text = String(JSON.parse(this.#text.slice(start, this.#at)));
    } catch {
      this.#at = start;
      throw this.#fault("an invalid escape in the string");
    }
    // An escape can name half of a character, which no other text of a request can hold, and no answer.
    if (text.isWellFormed()) return text;
    this.#at = start;
    throw this.#fault("a lone surrogate in the string");
  }

  #array(depth: number): readonly Json[] {
    this.#at++;
    if (this.#take("]")) return EMPTY_LIST;
    const items: Json[] = [];
    for (;;) {
      items.push(this.#value(depth));
      if (this.#take("]")) return items;
      if (!this.#take(",")) throw this.#fault("a list without , or ]");
    }
  }

  #object(depth: number): JsonObject {
    this.#at++;
    if (this.#take("}")) return EMPTY_OBJECT;
    const names: string[] = [];
    const values: Json[] = [];
    let known: Set<string> | undefined;
    for (;;) {
      this.#blanks();
      if (this.#text[this.#at] !== '"') throw this.#fault("an object without a key");
      const key = this.#string();
      if (names.length === MEMBERS) throw tooMany(MEMBERS, "members in an object");
      if (names.length === FEW) known = new Set(names);
      if (known?.has(key) ?? names.includes(key)) throw this.#fault(`the key ${shown(key)} twice; the second one ends`);
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
