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

/** Pages that neither the list nor the examples name, and that are made when one of them is asked for. */
export interface FurtherPages {
  /** Offered by completion; absent where loading the names takes time. */
  readonly suggested?: readonly string[];
  names(): Promise<readonly string[]>;
  page(name: string): Page;
}

/** The word that lists the pages. */
const TOPICS = "topics";
/** Columns: no line of a page is broken, so that words that stand together are found. */
const WIDE = 10_000;

/**
 * @param program asked for when the command runs, as the program's record holds this one.
 * @param pages by the word after `help`.
 * @param further such as one for each error code.
 */
export function helpCommand(program: () => Program, pages: Pages = {}, further: readonly FurtherPages[] = []): Command {
  const hasPages = Object.keys(pages).length > 0;
  const examples = Object.entries(pages).map(([name, { summary }]) => [`help ${name}`, summary] as const);
  return {
    name: "help",
    words: [
      {
        name: hasPages ? "COMMAND | TOPIC" : "COMMAND",
        optional: true,
        many: true,
        suggested: further.flatMap(({ suggested = [] }) => suggested),
      },
    ],
    summary: hasPages
      ? "print this, the help of a command, or a page of the manual"
      : "print this, or the help of a command",
    details: [],
    options: {},
    examples: hasPages ? [[`help ${TOPICS}`, "list all topics"], ...examples] : [],
    load: async () => async (args) => {
      const { overview, commandPage } = await import("./help.ts");
      const typed = args.words.join(" ");
      const command = commandNamed(program(), typed);
      const topic = Object.keys(pages).find((name) => isTyped(name, typed));
      const page = topic === undefined ? undefined : pages[topic];
      if (typed === "") print(overview(program()));
      else if (page !== undefined) await show(page);
      else if (command !== undefined) print(commandPage(program(), command));
      else if (hasPages && typed === TOPICS) print(list(pages));
      else await show(await furtherPage(program(), typed, pages, further));
      return EXIT.ok;
    },
  };
}

/** @param manual for the suggestion, beside the names of the pages. @throws OcciError USAGE when there is no such page. */
async function furtherPage(
  program: Program,
  typed: string,
  manual: Pages,
  further: readonly FurtherPages[],
): Promise<Page> {
  const known = Object.keys(manual);
  for (const pages of further) {
    const names = await pages.names();
    const name = names.find((one) => isTyped(one, typed));
    if (name !== undefined) return pages.page(name);
    known.push(...names);
  }
  throw await unknownCommand(program, typed, known, await mentioning(manual, typed));
}

/** The three pages that mention a word most often, whatever its case. */
async function mentioning(pages: Pages, typed: string): Promise<string[]> {
  const counted = Object.entries(pages).map(async ([name, page]) => {
    const text = await page.load(WIDE);
    return { name, count: text.toLowerCase().split(typed.toLowerCase()).length - 1 };
  });
  const found = (await Promise.all(counted)).filter(({ count }) => count > 0);
  return found
    .toSorted((one, other) => other.count - one.count)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Case does not matter, and a blank is as good as a hyphen. */
function isTyped(name: string, typed: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(" ", "-");
  return plain(name) === plain(typed);
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
