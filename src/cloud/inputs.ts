/**
 * The inputs of a VM template: what USER_INPUTS declares, and the values that a request gives for them. oned stores the
 * declarations and enforces nothing (a required input that is missing becomes an empty text in the machine), so they
 * are enforced here, for every language of the interface.
 */
import { type Fault, invalid } from "../errors.ts";
import type { InputType, TemplateInput } from "../model.ts";
import { refusedCharacter } from "../opennebula/characters.ts";
import { type InputSource, inputSources } from "../opennebula/user-inputs.ts";
import { maySeparate } from "./context-separator.ts";

/** The values that a client can send for an input: JSON has all of them, the other languages have text only. */
export type InputValue = string | number | boolean | readonly string[];

const NATURAL: Readonly<Record<string, InputType>> = {
  text: "text",
  text64: "text64",
  password: "password",
  number: "integer",
  "number-float": "number",
  range: "integer",
  "range-float": "number",
  list: "choice",
  "list-multiple": "choices",
  boolean: "boolean",
  fixed: "fixed",
};

/** `min..max`; undefined for what is not a range. */
function rangeOf(text: string): { readonly minimum: number; readonly maximum: number } | undefined {
  const [low = "", high = "", ...more] = text.split("..").map((part) => part.trim());
  const [minimum, maximum] = [Number(low), Number(high)];
  if (low === "" || high === "" || more.length > 0 || !Number.isFinite(minimum) || !Number.isFinite(maximum)) {
    return undefined;
  }
  // The ends may have been written the other way round: the numbers between them are the same.
  return { minimum: Math.min(minimum, maximum), maximum: Math.max(minimum, maximum) };
}

/** Appliances of OpenNebula's market name their inputs ONEAPP_GROUP_NAME: what belongs together has the same GROUP. */
function groupOf(name: string): string | undefined {
  return /^ONEAPP_([A-Z0-9]+)_[A-Z0-9]/.exec(name)?.[1];
}

/** An input with its rules. The default of a password is known here, and shown to nobody. */
function inputOf({ name, mandatory, type, description, parameters, initial }: InputSource): TemplateInput {
  const declared = NATURAL[type.toLowerCase()] ?? "text";
  const range = /^range/i.test(type) ? rangeOf(parameters) : undefined;
  const group = groupOf(name);
  const options =
    declared === "choice" || declared === "choices"
      ? parameters
          .split(",")
          .map((option) => option.trim())
          .filter((option) => option !== "")
      : undefined;
  // A list without options would leave nothing that anybody could send.
  const known = options?.length === 0 ? "text" : declared;
  const decoded = known === "text64" ? Buffer.from(initial, "base64").toString("utf8") : initial;
  return {
    name,
    type: known,
    required: mandatory,
    ...(description !== "" && { description }),
    ...(options !== undefined && options.length > 0 && { options }),
    ...range,
    ...(decoded !== "" && { default: decoded }),
    ...(group !== undefined && { group }),
  };
}

/** The names that `$NAME` in a template can have; other names do not work, and the template writer refuses them. */
const VARIABLE = /^[A-Z_][A-Z0-9_]*$/;

/** The inputs of a template, in the order that INPUTS_ORDER gives; those that it does not name come last. */
export function inputsOf(template: {
  readonly inputs: ReadonlyMap<string, string>;
  readonly notes: ReadonlyMap<string, string>;
}): TemplateInput[] {
  const declared = [...template.inputs].filter(([name]) => VARIABLE.test(name));
  return inputSources(new Map(declared), template.notes.get("INPUTS_ORDER")).map(inputOf);
}

/** The same as it is shown to clients: without the default of a password. */
export function shownInput({ default: initial, ...input }: TemplateInput): TemplateInput {
  return input.type === "password" || initial === undefined ? input : { ...input, default: initial };
}

type Checked = { readonly value: string } | { readonly fault: string };

const good = (value: string): Checked => ({ value });
const bad = (fault: string): Checked => ({ fault });

function numeric(input: TemplateInput, sent: string): Checked {
  const whole = input.type === "integer";
  const text = sent.trim();
  const pattern = whole ? /^-?\d{1,15}$/ : /^-?\d{1,15}(?:\.\d{1,15})?(?:e-?\d{1,2})?$/i;
  if (!pattern.test(text)) return bad(whole ? "must be a whole number" : "must be a number");
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = input;
  const number = Number(text);
  if (number >= minimum && number <= maximum) return good(text);
  return bad(`must be from ${minimum} to ${maximum}`);
}

function listed(options: readonly string[]): string {
  return options.map((option) => JSON.stringify(option)).join(", ");
}

function chosen({ options = [] }: TemplateInput, sent: string): Checked {
  return options.includes(sent) ? good(sent) : bad(`must be one of ${listed(options)}`);
}

function severalChosen({ options = [] }: TemplateInput, sent: InputValue): Checked {
  const values =
    typeof sent === "object"
      ? sent
      : String(sent)
          .split(",")
          .map((value) => value.trim());
  const kept = values.filter((value) => value !== "");
  if (!kept.every((value) => options.includes(value))) return bad(`must be any of ${listed(options)}`);
  return good([...new Set(kept)].join(","));
}

const YES = /^(?:yes|true|1)$/i;
const NO = /^(?:no|false|0)$/i;

/** How long a value may be, in characters: oned keeps it in the machine's template, with everything else. */
const LONGEST = 64 * 1024;

/**
 * Texts that oned cannot store, or would read as something else, are refused here: `]]>` ends a value in its own XML.
 */
function carried(text: string): Checked {
  const character = refusedCharacter(text);
  if (character !== undefined) return bad(`holds the character ${character}, which OpenNebula cannot store`);
  if (text.includes("]]>")) return bad('holds "]]>", which OpenNebula cannot store');
  if (maySeparate(text)) return bad("holds a part of @^_^@, which OpenNebula reads as the end of a value");
  return good(text);
}

/** Inputs of these names are the machine's size: MEMORY in MiB. */
const SIZES: Readonly<Record<string, readonly [RegExp, string]>> = {
  CPU: [/^\d{1,6}(?:\.\d{1,15})?$/, "a number above 0"],
  MEMORY: [/^\d{1,10}$/, "a whole number of MiB above 0"],
  VCPU: [/^\d{1,6}$/, "a whole number above 0"],
};

function sized(name: string, result: Checked): Checked {
  const rule = Object.hasOwn(SIZES, name) ? SIZES[name] : undefined;
  if (rule === undefined || "fault" in result) return result;
  const [pattern, wanted] = rule;
  return pattern.test(result.value) && Number(result.value) > 0 ? result : bad(`must be ${wanted}`);
}

function checked(input: TemplateInput, sent: InputValue): Checked {
  return sized(input.name, checkedAlone(input, sent));
}

function checkedAlone(input: TemplateInput, sent: InputValue): Checked {
  if (input.type === "choices") return severalChosen(input, sent);
  if (typeof sent === "object") return bad("must be a single value");
  const text = String(sent);
  if (text.length > LONGEST) return bad(`must have at most ${LONGEST} characters`);
  switch (input.type) {
    case "integer":
    case "number":
      return numeric(input, text);
    case "choice":
      return chosen(input, text);
    case "boolean":
      return YES.test(text) ? good("YES") : NO.test(text) ? good("NO") : bad("must be true or false");
    case "fixed":
      return text === (input.default ?? "") ? good(text) : bad("is fixed by the template and cannot be changed");
    case "text64":
      return good(Buffer.from(text, "utf8").toString("base64"));
    default:
      return carried(text);
  }
}

/** The fault of a value for an input, as the end of a sentence: `must be from 128 to 512`; undefined for nothing. */
export function inputFault(input: TemplateInput, sent: InputValue): string | undefined {
  const result = checked(input, sent);
  return "fault" in result ? result.fault : undefined;
}

/** Whether a request must have a value for it: a default, or a fixed value, is there without one. */
function isAsked({ required, default: initial, type }: TemplateInput): boolean {
  return required && initial === undefined && type !== "fixed";
}

function absent(input: TemplateInput): Checked | undefined {
  if (input.default !== undefined) return checked(input, input.default);
  return isAsked(input) ? bad("is required") : undefined;
}

/** How a language calls inputs: by name at the beginning of a sentence, and in a list. */
export interface InputWords {
  readonly subject: (name: string) => string;
  readonly listed: (name: string) => string;
}

const OWN_WORDS: InputWords = { subject: (name) => `Input ${name}`, listed: (name) => name };

/**
 * The attributes that an instantiation needs for the values of a request, with defaults filled in.
 * @param sent values by the names of the inputs. @param words what the request's language calls them.
 * @throws OcciError INVALID_REQUEST with all faults: a value that is missing, of the wrong type, out of its range or
 * not
 *   among its options, that oned cannot carry, or of an input that the template does not have. No value is in it.
 */
export function inputEntries(
  inputs: readonly TemplateInput[],
  sent: Readonly<Record<string, InputValue>>,
  words: InputWords = OWN_WORDS,
): [string, string][] {
  const faults: Fault[] = [];
  const entries: [string, string][] = [];
  for (const input of inputs) {
    const { name } = input;
    const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
    const isAbsent = value === undefined || (value === "" && input.type !== "text" && input.type !== "text64");
    const result = isAbsent ? absent(input) : checked(input, value);
    if (result === undefined) continue;
    if ("fault" in result) faults.push({ at: ["inputs", name], message: `${words.subject(name)} ${result.fault}.` });
    else if (result.value !== "" || input.required) entries.push([name, result.value]);
  }
  const known = new Set(inputs.map(({ name }) => name));
  for (const name of Object.keys(sent)) {
    if (known.has(name)) continue;
    faults.push({ at: ["inputs", name], message: `The template has no input ${name.slice(0, 64)}.` });
  }
  if (faults.length > 0) throw invalid(faults, inputsHint(inputs, words));
  return entries;
}

function inputsHint(inputs: readonly TemplateInput[], words: InputWords): string {
  if (inputs.length === 0) return "The template has no inputs.";
  const names = inputs.map((input) => `${words.listed(input.name)}${isAsked(input) ? " (required)" : ""}`);
  return `The inputs of the template: ${names.join(", ")}.`;
}
