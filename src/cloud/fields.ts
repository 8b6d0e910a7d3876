/**
 * The rule of each field of a request. Pure functions: the text that a client sent goes in, a checked value comes out,
 * and OcciError INVALID_REQUEST or INVALID_CHARACTER with the field's name is thrown for anything else. The name is
 * that of the model unless the caller knows what the client called it.
 *
 * Oned might still refuse a value that passes here (an unknown id, a name taken); what oned would misread does not
 * pass.
 */

import { OcciError } from "../errors.ts";
import { STORAGE_TYPES, type StorageType } from "../model.ts";
import { checkCharacters } from "../opennebula/template-writer.ts";
import { amount, field as fieldOf, type Named, type Sentence, say } from "../wording.ts";
import { maySeparate } from "./context-separator.ts";

export { macAddress, networkRange, networkSize, nicAddress } from "./addresses.ts";
export { contextVariables } from "./context.ts";

/** Largest i4 of XML-RPC. */
const I4_MAX = 2_147_483_647;
/** In seconds. */
const TEN_YEARS = 10 * 365 * 24 * 3600;
/** oned counts bytes. */
const NAME_MAX = 128;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const NOT_IN_NAMES = /[&|:\\";/'#{}$<>\u0000-\u001f]/;
const WHOLE = /^(?:0|[1-9]\d{0,14})$/;
const DECIMAL = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;
/** Far more than a host has; oned would write larger ones with an exponent. */
const CPU_MAX = 999_999;

/** A fault of the request, in the words all fields share. */
function invalid(field: Named, wanted: string | Sentence): OcciError {
  return new OcciError("INVALID_REQUEST", say`${field} must be ${wanted}.`);
}

/**
 * CONTEXT of a template may hold `$NAME` or `$DESCRIPTION`, of a machine, a network or an image: what is put there must
 * not end the value.
 */
function checkSeparator(value: string, field: Named): string {
  if (!maySeparate(value)) return value;
  throw new OcciError(
    "INVALID_CHARACTER",
    say`${field} holds a part of @^_^@, which OpenNebula reads as the end of a value.`,
  );
}

/** A field that must not be left out. */
export function required(value: string | undefined, field: Named): string {
  if (value === undefined || value.trim() === "") throw new OcciError("INVALID_REQUEST", say`${field} is missing.`);
  return value;
}

/** The id of an object, such as the last segment of an href: digits that fit oned's i4. */
export function objectId(value: string, field: Named): number {
  return whole(value, field, `an id: a whole number from 0 to ${I4_MAX}`, 0, I4_MAX);
}

/** The id of a part of a VM: DISK_ID, NIC_ID, SNAPSHOT_ID. */
export function partId(value: string, field: Named): number {
  return objectId(value, field);
}

/** Characters of a name that is looked at with its layout; a longer one is not a name. */
const LAID_OUT_MAX = 4_096;

/**
 * Line breaks, and blanks around them, as one blank: so 4.6 showed names of several lines, and 7.4 takes them no other
 * way.
 */
function joinedLines(value: string): string {
  if (value.length > LAID_OUT_MAX) return value;
  const lines = value.split(/\r\n|\n|\r/);
  if (lines.length === 1) return value;
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}

/**
 * The name of an object of oned: 1 to 128 bytes, none of the characters that oned 6.10 and 7.4 refuse in names. Several
 * lines become one.
 */
export function objectName(text: string, field: Named = fieldOf("name")): string {
  const value = joinedLines(text);
  const bad = NOT_IN_NAMES.exec(required(value, field))?.[0];
  if (bad !== undefined) {
    const shown = bad < " " ? "a control character" : `the character ${bad}`;
    throw new OcciError("INVALID_CHARACTER", say`${field} holds ${shown}, which OpenNebula does not accept in names.`, {
      hint: "Names cannot hold & | : \\ \" ; / ' # { } $ < >.",
    });
  }
  return checkSeparator(label(value, field), field);
}

/**
 * The name of a PUT, when it is another one than the object has. Clients send back what they have read, with the layout
 * of their XML around it: that is no change, nor is a blank name.
 * @throws OcciError as `objectName`.
 */
export function newName(text: string | undefined, present: string): string | undefined {
  const wanted = joinedLines(text ?? "").trim();
  if (wanted === "" || wanted === joinedLines(present).trim()) return undefined;
  return objectName(wanted);
}

/** A name within an object, such as that of a snapshot: 1 to 128 bytes on one line. */
export function label(value: string, field: Named = fieldOf("name")): string {
  const checked = checkCharacters(required(value, field), field);
  if (checked.includes("\n") || Buffer.byteLength(checked) > NAME_MAX) {
    throw invalid(field, `one line of at most ${NAME_MAX} bytes`);
  }
  return checked;
}

/** Free text; line ends become LF. Empty text is allowed: it clears a description. */
export function description(value: string, field: Named = fieldOf("description")): string {
  return checkSeparator(checkCharacters(value, field), field);
}

/** YES or NO in any case. */
export function yesNo(value: string, field: Named): boolean {
  const word = value.trim().toUpperCase();
  if (word !== "YES" && word !== "NO") throw invalid(field, "YES or NO");
  return word === "YES";
}

/** PERSISTENT or PUBLIC of a PUT: as in 4.6 anything but the words YES and NO, in upper case, changes nothing. */
export function change(value: string | undefined): boolean | undefined {
  return value === "YES" ? true : value === "NO" ? false : undefined;
}

/** The device that a disk becomes in the VM. */
export function diskTarget(value: string, field: Named = fieldOf("diskTarget")): string {
  const device = value.trim();
  if (!/^[a-z]{1,4}[a-z0-9]{0,12}$/.test(device)) throw invalid(field, "a device name such as vdb or sdc");
  return device;
}

/** Size of an image in MiB. */
export function imageSize(value: string, field: Named = fieldOf("imageSize")): number {
  return whole(value, field, "a whole number of MiB above 0", 1, 1_000_000_000_000);
}

/** The file system or format of a new data block: ext4, xfs, swap, qcow2, ... */
export function fsType(value: string, field: Named = fieldOf("fileSystem")): string {
  const type = value.trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9._+-]{0,31}$/.test(type)) throw invalid(field, "a file system such as ext4");
  return type;
}

/** The type of an image, in upper or lower case. Backups are made by oned only. */
export function storageType(value: string, field: Named = fieldOf("imageType")): StorageType {
  const word = value.trim().toUpperCase();
  const known = STORAGE_TYPES.filter((type) => type !== "BACKUP");
  const found = known.find((type) => type === word);
  if (found === undefined) throw invalid(field, `one of ${known.join(", ")}`);
  return found;
}

/** Life of a login token in seconds: ten years at most. */
export function seconds(value: string, field: Named = fieldOf("seconds")): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > TEN_YEARS) throw invalid(field, `a number from 1 to ${TEN_YEARS}`);
  return number;
}

/** Cores: a decimal number above 0, as text, so that oned shows it as it was sent. */
export function cpu(value: string): string {
  const text = value.trim();
  if (!DECIMAL.test(text) || Number(text) <= 0) {
    throw invalid(fieldOf("cpu"), say`a decimal number above 0, such as ${amount("cpu", 0.5)}`);
  }
  atMost("cpu", Number(text), CPU_MAX);
  return text;
}

/** MiB: a whole number above 0, as text. */
export function memory(value: string): string {
  const number = whole(value, fieldOf("memory"), "a whole number of MiB above 0", 1, Number.MAX_SAFE_INTEGER);
  atMost("memory", number, I4_MAX);
  return String(number);
}

function atMost(name: "cpu" | "memory", value: number, most: number): void {
  if (value <= most) return;
  throw new OcciError("INVALID_REQUEST", say`${fieldOf(name)} may be at most ${amount(name, most)}.`);
}

function whole(value: string, field: Named, wanted: string, min: number, max: number): number {
  const text = value.trim();
  const number = Number(text);
  if (!WHOLE.test(text) || number < min || number > max) throw invalid(field, wanted);
  return number;
}
