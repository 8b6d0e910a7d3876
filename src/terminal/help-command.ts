/** The command `help` of every program. */
import { commandNamed, unknownCommand } from "./arguments.ts";
import { type Command, EXIT, type Program } from "./command.ts";
import { print } from "./output.ts";

/** A page that is not about a command. */
export interface Page {
  readonly summary: string;
  /** It is long: a terminal shows it in a pager. */
  readonly paged?: true;
  /** @param width of a line, in columns. */
  load(width: number): Promise<string>;
}

export type Pages = Readonly<Record<string, Page>>;

/** Pages that are found when they are asked for, since loading their names takes time: the options of a configuration. */
export interface FurtherPages {
  /** In any case. */
  names(): Promise<readonly string[]>;
  page(name: string): Page;
}

/** The word that lists the pages. */
const TOPICS = "topics";

/**
 * @param program asked for when the command runs, as the program's record holds this one.
 * @param pages by the word after `help`.
 * @param unlisted pages that neither the list nor the examples name, such as one for each error code.
 * @param further more of these.
 */
export function helpCommand(
  program: () => Program,
  pages: Pages = {},
  unlisted: Pages = {},
  further?: FurtherPages,
): Command {
  const hasPages = Object.keys(pages).length > 0;
  const examples = Object.entries(pages).map(([name, { summary }]) => [`help ${name}`, summary] as const);
  return {
    name: "help",
    words: [
      { name: hasPages ? "COMMAND | TOPIC" : "COMMAND", optional: true, many: true, suggested: Object.keys(unlisted) },
    ],
    summary: hasPages
      ? "print this, the help of a command, or a page of the manual"
      : "print this, or the help of a command",
    details: [],
    options: {},
    examples: hasPages ? [[`help ${TOPICS}`, "the list of all topics"], ...examples] : [],
    load: async () => async (args) => {
      const { overview, commandPage } = await import("./help.ts");
      const typed = args.words.join(" ");
      const page = pageNamed(pages, typed) ?? pageNamed(unlisted, typed);
      const command = commandNamed(program(), typed);
      if (typed === "") print(overview(program()));
      else if (page !== undefined) await show(page);
      else if (command !== undefined) print(commandPage(program(), command));
      else if (hasPages && typed === TOPICS) print(list(pages));
      else {
        const names = (await further?.names()) ?? [];
        const name = names.find((one) => one.toLowerCase() === typed.toLowerCase());
        if (name === undefined || further === undefined)
          throw await unknownCommand(program(), typed, [...Object.keys(pages), ...Object.keys(unlisted), ...names]);
        await show(further.page(name));
      }
      return EXIT.ok;
    },
  };
}

/** Case does not matter, and a blank is as good as a hyphen. */
function pageNamed(pages: Pages, typed: string): Page | undefined {
  const plain = (name: string) => name.toLowerCase().replaceAll(" ", "-");
  return Object.entries(pages).find(([name]) => plain(name) === plain(typed))?.[1];
}

async function show(page: Page): Promise<void> {
  const { showPaged, textWidth } = await import("./pager.ts");
  const text = await page.load(textWidth());
  if (page.paged) await showPaged(text);
  else print(text);
}

function list(pages: Pages): string {
  const width = Math.max(...Object.keys(pages).map((name) => name.length));
  return Object.entries(pages)
    .map(([name, { summary }]) => `${name.padEnd(width)}   ${summary}`)
    .join("\n");
}
