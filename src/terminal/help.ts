/** The help pages, made of the programs' records. */
import { meaningOf, optionsOf, usageOf, valueText } from "./arguments.ts";
import type { Command, Example, Options, Program } from "./command.ts";

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 3;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`.trimEnd()).join("\n");
}

/** `occi-compute list     show them`; what is too long for two columns gets a line of its own for its meaning. */
function exampleLines(program: Program, examples: readonly Example[]): string {
  const lines = examples.map(([line, effect]) => [`${program.name} ${line}`, effect] as const);
  if (lines.every(([line, effect]) => line.length + effect.length < 100)) return columns(lines);
  return lines.map(([line, effect]) => `  # ${effect}\n  ${line}`).join("\n");
}

/** The options as rows: how each is typed, and what it does. */
export function optionRows(options: Options): (readonly [string, string])[] {
  return Object.entries(options).map(([name, option]) => {
    const short = option.short === undefined ? "    " : `-${option.short}, `;
    return [`${short}--${name}${valueText(option)}`, meaningOf(option)] as const;
  });
}

/** The text at the end of every page of a program. */
function exitCodes(program: Program, command?: Command): string {
  const codes = { ...program.exitCodes, ...command?.exitCodes };
  return `Exit codes:\n${columns(Object.entries(codes))}`;
}

function page(blocks: readonly string[]): string {
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** The page of `PROGRAM --help`. */
export function overview(program: Program): string {
  const hasOptions = Object.keys(program.options).length > 0;
  const common = optionsOf(program);
  return page([
    `${program.name}: ${program.summary}`,
    program.examples.length === 0 ? "" : `Examples:\n${exampleLines(program, program.examples)}`,
    `Usage: ${program.name} COMMAND [OPTIONS]`,
    `Commands:\n${columns(program.commands.map(({ name, summary }) => [name, summary]))}`,
    hasOptions ? `Options of every command:\n${columns(optionRows(common))}` : "",
    hasOptions ? exitCodes(program) : "",
    program.further,
  ]);
}

/** The page of `PROGRAM COMMAND --help`. */
export function commandPage(program: Program, command: Command): string {
  return page([
    `${program.name} ${command.name}: ${command.summary}`,
    command.examples.length === 0 ? "" : `Examples:\n${exampleLines(program, command.examples)}`,
    `Usage: ${usageOf(program, command)}`,
    ...command.details,
    `Options:\n${columns(optionRows(optionsOf(program, command)))}`,
    exitCodes(program, command),
  ]);
}
