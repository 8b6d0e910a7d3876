/** The command line of one command, read against its record. */
import { parseArgs } from "node:util";
import { OcciError } from "../errors.ts";
import type { Arguments, Command, Option } from "./command.ts";

/** Understood by every command. */
export const HELP_OPTION: Option = { short: "h", summary: "print the help of the command" };

/**
 * @throws OcciError USAGE for an unknown option, a missing or needless value, or too many words.
 */
export async function readArguments(command: Command, args: readonly string[]): Promise<Arguments> {
  const known: Record<string, Option> = { ...command.options, help: HELP_OPTION };
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.entries(known).map(([name, option]) => [name, forParser(option)])),
    // The messages of strict mode name neither the command nor the nearest option.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options: Record<string, string | true> = {};
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (option === undefined) throw await unknownOption(command, token.rawName, Object.keys(known));
    if (option.value === undefined && token.value !== undefined)
      throw usage(command, `${token.rawName} takes no value.`);
    const missing = option.value !== undefined && (token.value ?? "") === "";
    if (missing || (token.inlineValue === false && token.value?.startsWith("-"))) {
      throw usage(command, `${token.rawName} needs a value: ${token.rawName} ${option.value}.`);
    }
    options[token.name] = token.value ?? true;
  }
  if (words.length > command.words) {
    throw usage(command, `${command.name} does not know what to do with ${JSON.stringify(words[command.words])}.`);
  }
  return { options, words };
}

function forParser(option: Option): { type: "string" | "boolean"; short?: string } {
  const type = option.value === undefined ? "boolean" : "string";
  return option.short === undefined ? { type } : { type, short: option.short };
}

function usage(command: Command, message: string): OcciError {
  return new OcciError("USAGE", message, { hint: `Try: occi-server help ${command.name}` });
}

async function unknownOption(command: Command, typed: string, known: readonly string[]): Promise<OcciError> {
  const message = `${command.name} has no option ${typed}.`;
  const { nearestName } = await import("../config/nearest-name.ts");
  const near = nearestName(typed.replace(/^-+/, ""), known);
  return near === undefined
    ? usage(command, message)
    : new OcciError("USAGE", message, { hint: `Did you mean --${near}?` });
}

/** A whole number within limits. @throws OcciError USAGE. */
export function wholeNumber(args: Arguments, name: string, fallback: number, largest: number): number {
  const typed = args.options[name];
  if (typed === undefined) return fallback;
  const value = typeof typed === "string" && /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
  if (value <= largest) return value;
  throw new OcciError("USAGE", `--${name} must be a whole number from 0 to ${largest}, not ${JSON.stringify(typed)}.`);
}

/** The text of an option that takes a value. */
export function text(args: Arguments, name: string): string | undefined {
  const typed = args.options[name];
  return typeof typed === "string" ? typed : undefined;
}
