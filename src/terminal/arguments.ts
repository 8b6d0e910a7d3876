/** A command line, read against the program's record. */
import { OcciError } from "../errors.ts";
import type { Accepted, Arguments, Command, Option, Options, Program } from "./command.ts";
import { type Shape, tokensOf } from "./tokens.ts";

/** Understood by every command. */
const HELP_OPTION: Option = { short: "h", summary: "print the help of the command" };

/** A command line that was understood. */
export interface Parsed {
  /** Undefined: only options were typed. */
  readonly command: Command | undefined;
  readonly args: Arguments;
}

/** All options of a command: its own, the program's, `--help`. */
export function optionsOf(program: Program, command?: Command): Options {
  return { ...command?.options, ...program.options, help: HELP_OPTION };
}

/** Those of every command: options are read before the command is known. */
export function allOptions(program: Program): Options {
  return Object.assign({}, ...program.commands.map(({ options }) => options), optionsOf(program));
}

/**
 * Options can be anywhere, before the command's name too.
 * @param args without the program's name.
 * @throws OcciError USAGE for an unknown command or option, a missing or needless value, too few or too many words.
 */
export async function readCommandLine(program: Program, args: readonly string[]): Promise<Parsed> {
  const all = allOptions(program);
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const tokens = tokensOf(
    args.map((typed, index) => (index < end ? expanded(program, all, typed) : typed)),
    Object.fromEntries(Object.entries(all).map(([name, option]) => [name, shapeOf(option)])),
  );
  const words = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const asksForHelp = tokens.some((token) => token.kind === "option" && token.name === "help");
  const found = findCommand(program, words) ?? (words.length > 0 || asksForHelp ? undefined : usualCommand(program));
  if (found === undefined && words[0] !== undefined) {
    // The value of an option that does not exist looks like a command.
    const strange = tokens.find((token) => token.kind === "option" && !Object.hasOwn(all, token.name));
    if (strange?.kind === "option") throw await unknownOption(program, undefined, strange.rawName, Object.keys(all));
    throw await unknownCommand(program, words[0]);
  }
  const known = optionsOf(program, found?.command);
  const options: Record<string, string[]> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    // `--version` behind a command, too.
    const alias = option === undefined && Object.hasOwn(program.aliases, token.rawName);
    const aliased = alias ? commandNamed(program, program.aliases[token.rawName] ?? "") : undefined;
    if (aliased !== undefined) return { command: aliased, args: { options: {}, words: [] } };
    if (option === undefined) throw await unknownOption(program, found?.command, token.rawName, Object.keys(known));
    const value = checkedValue(program, found?.command, option, token);
    if (value !== undefined && option.choices !== undefined) {
      await checkChoice(program, found?.command, token.rawName, value, option.choices);
    }
    if (value !== undefined && option.accepts !== undefined) await checkAccepted(token.rawName, value, option.accepts);
    const before = (option.repeatable && options[token.name]) || [];
    options[token.name] = value === undefined ? before : [...before, value];
  }
  const rest = words.slice(found?.length ?? 0);
  if (found !== undefined && options.help === undefined) await checkWords(program, found.command, rest);
  return { command: found?.command, args: { options, words: rest } };
}

/** The command that runs when none is named, if there is such a one. */
function usualCommand(program: Program): { readonly command: Command; readonly length: number } | undefined {
  const command = program.usual === undefined ? undefined : commandNamed(program, program.usual);
  return command && { command, length: 0 };
}

/** `--user` for `--username`: only where the record says so, and only if one option alone can be meant. */
function expanded(program: Program, known: Options, typed: string): string {
  const [, name = "", value = ""] = /^--([a-z-]+)(=.*)?$/s.exec(typed) ?? [];
  if (name === "" || Object.hasOwn(known, name)) return typed;
  const candidates = (program.abbreviable ?? []).filter((long) => long.startsWith(name));
  return candidates.length === 1 ? `--${candidates[0]}${value}` : typed;
}

function shapeOf({ value, valueOptional, short }: Option): Shape {
  return { takesValue: value !== undefined && valueOptional !== true, short };
}

/** The command at the start of the words, by its name or another; the longer name wins. */
export function findCommand(
  program: Program,
  words: readonly string[],
): { readonly command: Command; readonly length: number } | undefined {
  for (const length of [2, 1]) {
    const command = words.length < length ? undefined : commandNamed(program, words.slice(0, length).join(" "));
    if (command !== undefined) return { command, length };
  }
  return undefined;
}

/** A command by its name or by another that people type; hyphens play no part. */
export function commandNamed(program: Program, typed: string): Command | undefined {
  const plain = (name: string) => name.replaceAll("-", "");
  return program.commands.find(({ name, aliases = [] }) =>
    [name, ...aliases].some((known) => plain(known) === plain(typed)),
  );
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function checkedValue(
  program: Program,
  command: Command | undefined,
  option: Option,
  { rawName, value, inlineValue }: OptionToken,
): string | undefined {
  if (option.value === undefined) {
    if (value !== undefined) throw usage(program, command, `${rawName} does not take a value.`);
    return undefined;
  }
  if (value === undefined && option.valueOptional) return undefined;
  const isNext = inlineValue === false && value !== undefined && /^-./.test(value);
  if (value === undefined || value === "" || isNext) {
    const message = `${rawName} needs a value: ${rawName} ${option.value}.`;
    if (!isNext) throw usage(program, command, message);
    const [joined, example] = rawName.startsWith("--")
      ? ["after =", `${rawName}=-x`]
      : ["directly after the option", `${rawName}-x`];
    throw new OcciError("USAGE", message, { hint: `Write a value that begins with - ${joined}: ${example}.` });
  }
  return value;
}

/** @throws OcciError USAGE that names the nearest value. */
async function checkChoice(
  program: Program,
  command: Command | undefined,
  name: string,
  value: string,
  choices: readonly string[],
): Promise<void> {
  if (choices.includes(value)) return;
  const { nearestName } = await import("../config/nearest-name.ts");
  const near = nearestName(value, choices);
  const message = `${name} must be one of ${choices.join(", ")}, not ${JSON.stringify(value)}.`;
  const hint = near === undefined ? helpLine(program, command) : `Did you mean ${near}?`;
  throw new OcciError("USAGE", message, { hint });
}

/** @throws OcciError USAGE that names the nearest value, and those that are worth naming. */
async function checkAccepted(rawName: string, value: string, { noun, usual, all }: Accepted): Promise<void> {
  if (all.includes(value.toUpperCase())) return;
  const { nearestName } = await import("../config/nearest-name.ts");
  const near = nearestName(value, usual) ?? nearestName(value, all);
  const suggestion = near === undefined ? "" : `Did you mean ${near}? `;
  const others = all.length > usual.length ? `, and the states between them, such as ${all.at(-1)}` : "";
  throw new OcciError("USAGE", `${rawName}=${value} does not name a ${noun}.`, {
    hint: `${suggestion}There are ${usual.join(", ")}${others}.`,
  });
}

async function checkWords(program: Program, command: Command, words: readonly string[]): Promise<void> {
  for (const [index, { name, choices }] of command.words.entries()) {
    const typed = words[index];
    if (typed !== undefined && choices !== undefined) await checkChoice(program, command, name, typed, choices);
  }
  // `delete "$ID"` with nothing in ID.
  if (words.includes("")) throw usage(program, command, `${command.name} does not accept an empty argument.`);
  const missing = command.words.slice(words.length).find(({ optional }) => !optional);
  if (missing !== undefined) {
    throw usage(program, command, `${command.name} needs ${missing.name}: ${usageOf(program, command)}.`);
  }
  if (words.length > command.words.length && !command.words.at(-1)?.many) {
    const needless = JSON.stringify(words[command.words.length]);
    throw usage(program, command, `${command.name} does not accept ${needless}.`);
  }
}

/** `occi-compute attachdisk VM STORAGE [--target DEVICE]`: options one by one while they are few. */
export function usageOf(program: Program, command: Command): string {
  const words = command.words.map(({ name, optional, many }) => {
    const shown = many ? `${name}...` : name;
    return optional ? `[${shown}]` : shown;
  });
  const own = Object.entries(command.options).map(([name, option]) => `[--${name}${valueText(option)}]`);
  const options = own.length > 3 || Object.keys(program.options).length > 0 ? ["[OPTIONS]"] : own;
  return [program.name, command.name, ...words, ...options].join(" ");
}

/** The text of an option for the help: its summary, its choices, and whether it may be repeated. */
export function meaningOf({ summary, choices, repeatable }: Option): string {
  const listed = choices === undefined ? "" : `: ${choices.join(", ")}`;
  return `${summary}${listed}${repeatable ? " (can be repeated)" : ""}`;
}

/** The value of an option as the help writes it, with the character before it. */
export function valueText(option: Option): string {
  if (option.value === undefined) return "";
  return option.valueOptional ? `[=${option.value}]` : ` ${option.value}`;
}

function helpLine(program: Program, command: Command | undefined): string {
  return command === undefined ? `Try: ${program.name} --help` : `Try: ${program.name} ${command.name} --help`;
}

function usage(program: Program, command: Command | undefined, message: string): OcciError {
  return new OcciError("USAGE", message, { hint: helpLine(program, command) });
}

async function unknownOption(
  program: Program,
  command: Command | undefined,
  typed: string,
  known: readonly string[],
): Promise<OcciError> {
  const message = `${command?.name ?? program.name} has no option ${typed}.`;
  const { nearestName } = await import("../config/nearest-name.ts");
  const near = nearestName(typed.replace(/^-+/, ""), known);
  if (near === undefined) return usage(program, command, message);
  return new OcciError("USAGE", message, { hint: `Did you mean --${near}?` });
}

/**
 * The error for a command that does not exist, with the nearest that does.
 * @param topics what else could be meant.
 * @param pages those of the manual that mention the word, the most promising first.
 */
export async function unknownCommand(
  program: Program,
  typed: string,
  topics: readonly string[] = [],
  pages: readonly string[] = [],
): Promise<OcciError> {
  const longer = program.commands.filter(({ name }) => name.startsWith(`${typed} `)).map(({ name }) => name);
  if (longer.length > 0)
    return new OcciError("USAGE", `${typed} is not a complete command.`, {
      hint: `Commands that begin with it: ${longer.join(", ")}.`,
    });
  const { nearestName } = await import("../config/nearest-name.ts");
  const names = program.commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const near = nearestName(typed, [...names, ...topics]);
  const suggestion = near === undefined ? undefined : (commandNamed(program, near)?.name ?? near);
  const what = topics.length === 0 ? "command" : "command or topic";
  const lists = ["help", ...(topics.length === 0 ? [] : ["help topics"])];
  const places = pages.length === 0 ? lists : pages.map((page) => `help ${page}`);
  const tried = `${pages.length === 0 ? "Try" : "Pages that mention it"}: ${places.map((place) => `${program.name} ${place}`).join(", ")}`;
  return new OcciError("USAGE", `There is no ${what} ${JSON.stringify(typed)}.`, {
    hint: suggestion === undefined ? tried : `Did you mean ${suggestion}?`,
  });
}

/** Whether an option was given. */
export function given(args: Arguments, name: string): boolean {
  return args.options[name] !== undefined;
}

/** The value of an option: the last one. */
export function text(args: Arguments, name: string): string | undefined {
  return args.options[name]?.at(-1);
}

/** All values of an option that may be repeated. */
export function texts(args: Arguments, name: string): readonly string[] {
  return args.options[name] ?? [];
}

/** A whole number within limits. @throws OcciError USAGE. */
export function wholeNumber(args: Arguments, name: string, fallback: number, largest: number, least = 0): number {
  const typed = text(args, name);
  if (typed === undefined) return fallback;
  const value = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
  if (value >= least && value <= largest) return value;
  throw new OcciError(
    "USAGE",
    `--${name} must be a whole number from ${least} to ${largest}, not ${JSON.stringify(typed)}.`,
  );
}
