/** Man pages, made of the programs' records: man(7). */
import { meaningOf, optionsOf, usageOf, valueText } from "./arguments.ts";
import type { Command, Example, Option, Options, Program } from "./command.ts";
import { bold, escaped, header, italic, pairs, paragraph, section, seeAlso, sentence } from "./troff.ts";

/** `\fB\-o\fR, \fB\-\-output\fR \fIFORMAT\fR` */
function optionTitle(name: string, option: Option): string {
  const short = option.short === undefined ? "" : `${bold(`-${option.short}`)}, `;
  const value = valueText(option);
  const shown = value.startsWith("[") ? escaped(value) : value === "" ? "" : ` ${italic(value.trim())}`;
  return `${short}${bold(`--${name}`)}${shown}`;
}

function optionLines(options: Options): string[] {
  return Object.entries(options).flatMap(([name, option]) => [
    ".TP",
    optionTitle(name, option),
    escaped(meaningOf(option)),
  ]);
}

/** Width of examples, so that a page of 80 columns holds them. */
const WIDTH = 66;

/** A command line over several lines, as a shell takes it. */
function broken(line: string): string {
  const lines: string[] = [];
  for (const word of line.split(/ (?=-|\|)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `    ${word}`);
  }
  return lines.join(" \\\n");
}

function exampleLines(program: Program, examples: readonly Example[]): string[] {
  return examples.flatMap(([line, effect]) => [
    ".PP",
    `${escaped(sentence(effect))}${effect.includes(":") ? "." : ":"}`,
    ".PP",
    ".RS 4",
    ".nf",
    escaped(broken(`${program.name} ${line}`)),
    ".fi",
    ".RE",
  ]);
}

function commandLines(program: Program, command: Command): string[] {
  const usage = usageOf(program, command).slice(program.name.length + 1 + command.name.length);
  return [
    `.SS ${bold(command.name)}${escaped(usage)}`,
    escaped(`${sentence(command.summary)}.`),
    ...command.details.flatMap(paragraph),
    ...optionLines(command.options),
    ...exampleLines(program, command.examples),
    ...exitCodeLines(command),
  ];
}

/** Codes that mean more than the program's own table says. */
function exitCodeLines({ exitCodes = {} }: Command): string[] {
  return Object.entries(exitCodes).flatMap(([code, meaning]) => [".PP", `Exit status ${code}: ${escaped(meaning)}.`]);
}

export interface ManualFacts {
  readonly version: string;
  /** The date of the source: YYYY-MM-DD. */
  readonly date: string;
  /** Other pages, for SEE ALSO. */
  readonly others: readonly { readonly name: string; readonly section: number }[];
}

/** The page as troff. */
export function manualPage(program: Program, { version, date, others }: ManualFacts): string {
  const { name, section: number } = program;
  return [
    ...header({ name, number, summary: program.summary, version, date }),
    ...section("SYNOPSIS", [`${bold(name)} ${italic("COMMAND")} [${italic("OPTIONS")}]`]),
    ...section("DESCRIPTION", program.details.flatMap(paragraph)),
    ...section("EXAMPLES", exampleLines(program, program.examples)),
    ...section(
      "COMMANDS",
      program.commands.flatMap((command) => commandLines(program, command)),
    ),
    ...section("OPTIONS", optionLines(optionsOf(program))),
    ...section("EXIT STATUS", pairs(Object.entries(program.exitCodes))),
    ...section("ENVIRONMENT", pairs(program.environment)),
    ...section("FILES", pairs(program.files)),
    ...seeAlso(others),
  ]
    .join("\n")
    .concat("\n");
}

/** `occi-compute.1`; below a directory for manuals it belongs in `man1`. */
export function manualFile({ name, section: number }: { readonly name: string; readonly section: number }): string {
  return `${name}.${number}`;
}
