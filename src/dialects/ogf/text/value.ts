/** Attribute values in text (GFD.229, 5.3): quoted strings, numbers, true and false, and 1.1's bare tokens. */
import { invalid, shown } from "../culprit.ts";
import type { Value } from "../model.ts";
import { BACKSLASH, closingQuote, QUOTE } from "./split.ts";

/** A `name=value` of a Category, Link or X-OCCI-Attribute. */
export interface Parameter {
  readonly name: string;
  readonly value: Value;
}

/** A number as JSON and JavaScript write it; nothing in it can match in two ways. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Longest text that is looked at as a number. */
const NUMBER_LENGTH = 64;

/** The finite number that a text is; undefined for any other text. */
export function numberOf(text: string): number | undefined {
  if (text.length > NUMBER_LENGTH || !NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * A bare token. It is a number only where nothing is lost by that: `007` and `1.50` stay strings, which an attribute of
 * a number type makes numbers of all the same, and one of a string type keeps as they are.
 */
function bareValue(token: string): Value {
  if (token === "true") return true;
  if (token === "false") return false;
  const number = numberOf(token);
  return number !== undefined && String(number) === token ? number : token;
}

function quotedValue(raw: string, name: string): string {
  if (closingQuote(raw, 0) !== raw.length - 1) {
    throw invalid(
      `The value of ${shown(name)} has an unescaped quote, or text after its closing quote.`,
      'Within quotes write \\" for a quote and \\\\ for a backslash.',
    );
  }
  return raw.includes("\\") ? unescaped(raw) : raw.slice(1, -1);
}

/** The text between the quotes, with `\"` and `\\` decoded. A replacement takes five times as long. */
function unescaped(raw: string): string {
  const units = new Uint16Array(raw.length);
  const bytes = Buffer.from(units.buffer);
  bytes.write(raw, "utf16le");
  let length = 0;
  for (let at = 1; at < units.length - 1; at++) {
    const next = units[at] === BACKSLASH ? units[at + 1] : 0;
    if (next === QUOTE || next === BACKSLASH) at++;
    units[length++] = units[at] ?? 0;
  }
  return bytes.toString("utf16le", 0, 2 * length);
}

/**
 * Reads `name=value`.
 * @throws OcciError INVALID_REQUEST for any other text: no `=`, no name, open quotes, blanks or quotes within a token.
 */
export function parseParameter(item: string): Parameter {
  const equals = item.indexOf("=");
  const name = item.slice(0, Math.max(equals, 0)).trim();
  if (equals < 0 || !/^[^\s"<>(){}]+$/.test(name)) {
    throw invalid(`${shown(item)} is not of the form name=value.`);
  }
  const raw = item.slice(equals + 1).trim();
  if (raw.startsWith('"')) return { name, value: quotedValue(raw, name) };
  if (raw === "" || /[\s"]/.test(raw)) {
    throw invalid(`The value of ${shown(name)} is neither a quoted string nor a single word.`, "Put it in quotes.");
  }
  return { name, value: bareValue(raw) };
}

/** The characters that break lines and headers, or are cut off in them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what text cannot carry
const UNPRINTABLE = /\r\n|[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** A text as a line can carry it: the grammar has no escape for line breaks and controls, so blanks stand for them. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, " ").toWellFormed();
}

/** A quoted string. */
export function quoted(text: string): string {
  return `"${printable(text).replace(/["\\]/g, "\\$&")}"`;
}

/**
 * A value: strings quoted, numbers and booleans not (GFD.229). Objects and lists have no form in text; they are given
 * as the JSON of them, in quotes. Undefined for NaN and infinite numbers.
 */
export function formatValue(value: Value): string | undefined {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  return quoted(JSON.stringify(value));
}
