/**
 * CONTEXT: the variables that a guest gets. Values arrive as they were sent, under the name they were sent, wherever
 * oned can carry them.
 *
 * oned reads `$` in these values as the start of a variable: it replaces what it knows, empties what it does not know
 * and refuses the rest, so a value with `$` does not arrive as it was written. Scripts with it, or with anything else
 * that is lost on the way, are sent in the Base64 forms that guests also read.
 */

import { OcciError } from "../errors.ts";
import { refusedCharacter } from "../opennebula/characters.ts";
import { checkCharacters } from "../opennebula/template-writer.ts";
import { field, say } from "../wording.ts";
import { SEPARATES } from "./context-separator.ts";
import { filesDs } from "./files-ds.ts";

type Entry = readonly [name: string, value: string];

const CONTEXT = field("context");
const variable = (name: string) => field("context", name);

const NAME = /^[A-Z_][A-Z0-9_]{0,127}$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const USER_DATA = ["USER_DATA", "USERDATA"];
const USER_DATA_ENCODINGS = ["USERDATA_ENCODING", "USER_DATA_ENCODING"];

/**
 * Names in upper case, as oned has them, and values as they can be handed to oned.
 * @param variables CONTEXT_VARIABLES: whether `$NAME` may stand for OpenNebula's variables.
 * @throws OcciError INVALID_REQUEST or INVALID_CHARACTER naming the entry that cannot be carried.
 */
export function contextVariables(context: readonly Entry[], variables: boolean): Entry[] {
  const named = context.map(([name, value]): Entry => [contextName(name), value]);
  const names = new Set<string>();
  for (const [name] of named) {
    if (names.has(name)) throw new OcciError("INVALID_REQUEST", say`${CONTEXT} holds ${name} more than once.`);
    names.add(name);
  }
  return carriedUserData(carriedScript(named)).map(([name, value]) => [name, plainValue(name, value, variables)]);
}

function contextName(name: string): string {
  const upper = name.toUpperCase();
  if (NAME.test(upper)) return upper;
  throw new OcciError("INVALID_REQUEST", say`${CONTEXT} holds a name that OpenNebula does not accept.`, {
    hint: "Names have letters, digits and _ only, and do not start with a digit.",
  });
}

/** Whether a guest gets the text as it is: nothing of it is expanded, changed or refused. */
function arrives(text: string): boolean {
  const lost = /[$\r]|\]\]>|\\$/.test(text) || text.includes(SEPARATES);
  return !lost && refusedCharacter(text) === undefined;
}

/** START_SCRIPT becomes START_SCRIPT_BASE64 where it would not arrive otherwise. */
function carriedScript(context: readonly Entry[]): Entry[] {
  if (has(context, "START_SCRIPT") && has(context, "START_SCRIPT_BASE64")) {
    throw new OcciError("INVALID_REQUEST", say`${CONTEXT} holds both START_SCRIPT and START_SCRIPT_BASE64.`);
  }
  for (const [name, value] of context) {
    if (name === "START_SCRIPT_BASE64") checkBase64(name, value);
  }
  return context.map(([name, value]) =>
    name === "START_SCRIPT" && !arrives(value) ? ["START_SCRIPT_BASE64", base64(value)] : [name, value],
  );
}

/**
 * USER_DATA is sent in Base64 with USERDATA_ENCODING where it would not arrive otherwise, or the client did so itself.
 */
function carriedUserData(context: readonly Entry[]): Entry[] {
  const isData = ([name]: Entry): boolean => USER_DATA.includes(name);
  const isEncoding = ([name]: Entry): boolean => USER_DATA_ENCODINGS.includes(name);
  if (context.some((entry) => isEncoding(entry) && entry[1].trim().toLowerCase() === "base64")) {
    for (const [name, value] of context) if (USER_DATA.includes(name)) checkBase64(name, value);
    return [...context];
  }
  if (context.every((entry) => !isData(entry) || arrives(entry[1]))) return [...context];
  const encoded = context
    .filter((entry) => !isEncoding(entry))
    .map((entry): Entry => (isData(entry) ? [entry[0], base64(entry[1])] : entry));
  return [...encoded, ["USERDATA_ENCODING", "base64"]];
}

function has(context: readonly Entry[], name: string): boolean {
  return context.some(([other]) => other === name);
}

function base64(value: string): string {
  return Buffer.from(value, "utf8").toString("base64");
}

function checkBase64(name: string, value: string): void {
  if (!BASE64.test(value.replace(/\s+/g, "")))
    throw new OcciError("INVALID_REQUEST", say`${variable(name)} must be in Base64.`);
}

/** Matches a variable of OpenNebula, as opposed to a price or a part of a script. */
const OWN_VARIABLE = /\$[A-Za-z_]/;

function plainValue(name: string, value: string, variables: boolean): string {
  if (name === "FILES_DS") return filesDs(value);
  const checked = checkCharacters(value, variable(name));
  if (checked.includes(SEPARATES)) {
    throw new OcciError(
      "INVALID_CHARACTER",
      say`${variable(name)} holds ${SEPARATES}, which OpenNebula reads as the end of a value.`,
    );
  }
  if (!checked.includes("$")) return checked;
  if (!variables) {
    throw new OcciError(
      "INVALID_CHARACTER",
      say`${variable(name)} holds $, which OpenNebula would read as a variable.`,
      { hint: say`${{ advice: OWN_VARIABLE.test(checked) ? "howToSendVariables" : "howToSendScripts" }}` },
    );
  }
  if (!isExpandable(checked)) {
    throw new OcciError(
      "INVALID_CHARACTER",
      say`${variable(name)} holds a $ that OpenNebula cannot read as a variable.`,
      {
        hint: "Variables are $VARIABLE, $VARIABLE[KEY] or $VARIABLE[KEY, OTHER=VALUE]; write \\$ for other uses of $.",
      },
    );
  }
  return checked;
}

/** Text without variables; a backslash takes the next character with it. */
const TEXT = /(?:[^$\\]|\\[\s\S])+/y;
const VARIABLE =
  /\$[A-Za-z0-9_]+(?:\[[ \t]*[A-Za-z0-9_]+(?:[ \t]*,[ \t]*[A-Za-z0-9_]+[ \t]*=[ \t]*(?:"[^"]*"|[A-Za-z0-9]+))?[ \t]*\])?/y;
/** The characters that may follow a variable; oned's lexer takes this one character unchanged and reads on after it. */
const AFTER = /(?=\$)|(?![A-Za-z0-9_[\n]|[ \t]*[=,\]])[\s\S]|$/y;

/** Whether oned's lexer for CONTEXT values (`vm_var_parser.l`, 6.10) can read the value to its end. */
function isExpandable(value: string): boolean {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const match = pattern.exec(value);
    if (match !== null) at += match[0].length;
    return match !== null;
  };
  while (at < value.length) {
    if (!take(TEXT) && !(take(VARIABLE) && take(AFTER))) return false;
  }
  return true;
}
