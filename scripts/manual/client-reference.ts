/** The manual's reference of the clients. */

import { optionsOf, usageOf } from "../../src/terminal/arguments.ts";
import type { Program } from "../../src/terminal/command.ts";
import { optionRows } from "../../src/terminal/help.ts";
import { markdownTable, withSection } from "./markdown.ts";

/** The tables, of programs that have their options, exit codes, environment and files in common. */
function clientReference(programs: readonly Program[]): string {
  const [first] = programs;
  if (first === undefined) return "";
  const commands = programs.map((program) => {
    const lines = program.commands.map((command) => {
      const own = Object.keys(command.options).map((name) => `\`--${name}\``);
      return [
        `\`${usageOf(program, command)
          .slice(program.name.length + 1)
          .replace(" [OPTIONS]", "")}\``,
        command.summary,
        own.join(" "),
      ];
    });
    return `**${program.name}**: ${program.summary}\n\n${markdownTable(["command", "does", "options of its own"], lines)}`;
  });
  const options = optionRows(optionsOf(first)).map(([option, does]) => [`\`${option.trim()}\``, does]);
  const codes = Object.entries(first.exitCodes).map(([code, meaning]) => [code, meaning]);
  const environment = [...first.environment, ...first.files].map(([name, meaning]) => [`\`${name}\``, meaning]);
  return [
    ...commands,
    markdownTable(["option of every command", "does"], options),
    markdownTable(["exit code", "means"], codes),
    markdownTable(["variable or file", "holds"], environment),
  ].join("\n\n");
}

/** The page with new tables; undefined when it has no place for them. */
export function withClients(page: string, programs: readonly Program[]): string | undefined {
  return withSection(page, "clients", clientReference(programs));
}
