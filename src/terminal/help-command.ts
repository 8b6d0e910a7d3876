/** The command `help` of every program. */
import { commandNamed, unknownCommand } from "./arguments.ts";
import { type Command, EXIT, type Program } from "./command.ts";
import { print } from "./output.ts";

/** A page that is not about a command. */
export interface Page {
  readonly summary: string;
  load(): Promise<string>;
}

/**
 * @param program asked for when the command runs, as the program's record holds this one.
 * @param pages by the word behind `help`.
 */
export function helpCommand(program: () => Program, pages: Readonly<Record<string, Page>> = {}): Command {
  const others = Object.entries(pages).map(([name, { summary }]) => [`help ${name}`, summary] as const);
  return {
    name: "help",
    words: [{ name: ["COMMAND", ...Object.keys(pages)].join(" | "), optional: true, many: true }],
    summary: "print this, or what a command does",
    details: [],
    options: {},
    examples: others,
    load: async () => async (args) => {
      const { overview, commandPage } = await import("./help.ts");
      const typed = args.words.join(" ");
      const page = Object.hasOwn(pages, typed) ? pages[typed] : undefined;
      if (page !== undefined) {
        print(await page.load());
        return EXIT.ok;
      }
      if (typed === "") {
        print(overview(program()));
        return EXIT.ok;
      }
      const command = commandNamed(program(), typed);
      if (command === undefined) throw await unknownCommand(program(), typed, Object.keys(pages));
      print(commandPage(program(), command));
      return EXIT.ok;
    },
  };
}
