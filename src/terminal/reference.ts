/** The README's reference of the clients. */
import { HELP_OPTION, usageOf } from "./arguments.ts";
import type { Program } from "./command.ts";
import { optionRows } from "./help.ts";

const BEGIN = "<!-- clients:begin -->";
const END = "<!-- clients:end -->";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

function rows(head: readonly string[], lines: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...lines].map((line) => `| ${line.map(cell).join(" | ")} |`).join("\n");
}

/** The tables, of programs that have their options, exit codes, environment and files in common. */
export function clientReference(programs: readonly Program[]): string {
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
    return `**${program.name}**: ${program.summary}\n\n${rows(["command", "does", "options of its own"], lines)}`;
  });
  const options = optionRows({ ...first.options, help: HELP_OPTION }).map(([option, does]) => [
    `\`${option.trim()}\``,
    does,
  ]);
  const codes = Object.entries(first.exitCodes).map(([code, meaning]) => [code, meaning]);
  const environment = [...first.environment, ...first.files].map(([name, meaning]) => [`\`${name}\``, meaning]);
  return [
    ...commands,
    rows(["option of every command", "does"], options),
    rows(["exit code", "means"], codes),
    rows(["variable or file", "holds"], environment),
  ].join("\n\n");
}

/** The README with new tables between the markers; undefined when it has none. */
export function withClients(readme: string, programs: readonly Program[]): string | undefined {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END, begin);
  if (begin < 0 || end < 0) return undefined;
  return `${readme.slice(0, begin + BEGIN.length)}\n${clientReference(programs)}\n${readme.slice(end)}`;
}
