/** Values for the inputs of a VM template, typed or read from files, checked as far as the template tells. */
import { OcciError } from "../errors.ts";
import { readText } from "../read-file.ts";
import { harmless } from "./format/terminal-text.ts";
import type { Template, TemplateInput } from "./templates.ts";

interface Typed {
  readonly name: string;
  readonly value: string;
  /** `-` is standard input. */
  readonly file?: string;
}

/** `KEY=VALUE`, `KEY=@FILE`; `KEY=@@TEXT` is a value that begins with @. */
function typedInput(pair: string): Typed {
  const [, key = "", value = ""] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(pair) ?? [];
  if (key === "") {
    // The value may be a secret.
    const typed = JSON.stringify(pair.replace(/=[\s\S]*$/, "=..."));
    throw new OcciError("USAGE", `--input must be KEY=VALUE with a key of letters, digits and _, not ${typed}.`);
  }
  const name = key.toUpperCase();
  if (value.startsWith("@@")) return { name, value: value.slice(1) };
  if (!value.startsWith("@")) return { name, value };
  if (value !== "@") return { name, value: "", file: value.slice(1) };
  throw new OcciError("USAGE", `--input ${key}=@ does not name a file.`, {
    hint: `Write ${key}=@FILE, or ${key}=@@ for the value @.`,
  });
}

/** @throws OcciError USAGE for a wrong or repeated key. */
function typedInputs(pairs: readonly string[]): Typed[] {
  const typed = pairs.map(typedInput);
  const names = typed.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new OcciError("USAGE", `The input ${twice} appears twice.`);
  if (typed.filter(({ file }) => file === "-").length > 1) {
    throw new OcciError("USAGE", "Standard input (-) can be read only once.");
  }
  return typed;
}

/** Editors end the last line of a file: only a text of several lines means it. */
function inputValue({ value, file }: Typed, type: string): string {
  if (file === undefined) return value;
  const text = readText(file === "-" ? 0 : file, file === "-" ? "Standard input" : file);
  return type === "text64" ? text : text.replace(/\r?\n$/, "");
}

const quoted = (text: string): string => JSON.stringify(harmless(text));

async function unknownInput({ name, inputs }: Template, typed: string): Promise<OcciError> {
  const { nearestName } = await import("../config/nearest-name.ts");
  const names = inputs.map((input) => input.name);
  const near = nearestName(typed, names);
  const all = names.length === 0 ? "The template has no inputs." : `Its inputs are ${names.map(harmless).join(", ")}.`;
  return new OcciError("USAGE", `The template ${quoted(name)} has no input ${typed}.`, {
    hint: near === undefined ? all : `Did you mean ${harmless(near)}?`,
  });
}

function missingInputs({ name }: Template, missing: readonly TemplateInput[]): OcciError {
  const shown = missing.map((input) =>
    harmless(input.description === null ? input.name : `${input.name} (${input.description})`),
  );
  return new OcciError(
    "USAGE",
    `The template ${quoted(name)} requires ${missing.length === 1 ? "an input" : "inputs"}: ${shown.join(", ")}.`,
    { hint: `Add --input ${missing[0]?.name ?? "KEY"}=VALUE${missing.length > 1 ? " and so on" : ""}.` },
  );
}

export interface Inputs {
  readonly values: Readonly<Record<string, string>>;
  /** Values of those that are passwords: they are shown nowhere. */
  readonly secrets: readonly string[];
}

/**
 * The values by name; ranges and options are left to the server.
 * @throws OcciError USAGE for an input that the template does not have, and for required ones that are missing: all of
 *   them; FILE_FAULT for a file that cannot be read.
 */
export async function readInputs(template: Template, pairs: readonly string[]): Promise<Inputs> {
  const typed = typedInputs(pairs);
  const known = new Map(template.inputs.map((input) => [input.name, input]));
  const strange = typed.find(({ name }) => !known.has(name));
  if (strange !== undefined) throw await unknownInput(template, strange.name);
  const given = new Set(typed.map(({ name }) => name));
  const missing = template.inputs.filter(
    (input) => input.required && input.default === null && input.type !== "fixed" && !given.has(input.name),
  );
  // The default of a password is not shown to anybody: the server knows whether there is one.
  const certain = missing.filter(({ type }) => type !== "password");
  if (certain.length > 0) throw missingInputs(template, missing);
  const values = typed.map((one) => [one.name, inputValue(one, known.get(one.name)?.type ?? "")] as const);
  return {
    values: Object.fromEntries(values),
    secrets: values.filter(([name]) => known.get(name)?.type === "password").map(([, value]) => value),
  };
}
