/** `watch`: a list that is kept up to date in place. */
import { messageOf } from "../../errors.ts";
import { wholeNumber } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { forTerminal, print } from "../../terminal/output.ts";
import { type Context, openContext } from "../context.ts";
import { exitCodeOf } from "../exit.ts";
import { harmless } from "../format/terminal-text.ts";
import { isTable } from "../formats.ts";
import { hearing } from "../interruption.ts";
import type { Kind } from "../kinds.ts";
import { showList } from "../show-list.ts";

/** Long lines are cut by the terminal, not wrapped: else the lines could not be counted. */
const BEGIN = "\u001b[?25l\u001b[?7l";
const LEAVE = "\u001b[?7h\u001b[?25h";

export async function watch(kind: Kind, args: Arguments): Promise<number> {
  const context = openContext(args);
  const interval = wholeNumber(args, "interval", 2, 86_400, 1) * 1000;
  const inPlace = process.stdout.isTTY === true && process.env.TERM !== "dumb";
  const place = inPlace ? new Place(process.stdout) : undefined;
  const end = new AbortController();
  // Ctrl-C is how it ends; a second one does not even wait for an answer.
  const stop = (): void => {
    if (end.signal.aborted) {
      place?.leave();
      process.exit(0);
    }
    end.abort();
  };
  const look = async (): Promise<void> => {
    while (!end.signal.aborted) {
      const text = await lookAt(context, kind);
      if (place !== undefined)
        place.show(forTerminal(`${text}\n${footer(context, interval)}`, isTable(context.format)));
      // `| head` has seen enough.
      else if (!print(`${text}\n`)) break;
      await context.clock.sleep(interval, end.signal);
    }
  };
  try {
    await hearing(stop, look);
  } finally {
    place?.leave();
  }
  return 0;
}

/** The command reports a server that does not answer for the moment, and asks again. */
async function lookAt(context: Context, kind: Kind): Promise<string> {
  try {
    const { text, count } = await showList(context, kind, false);
    return count === 0 || text === "" ? "(none)" : text.replace(/\n$/, "");
  } catch (error) {
    if (exitCodeOf(error) !== 5) throw error;
    return `(${harmless(messageOf(error))})`;
  }
}

function footer({ session }: Context, interval: number): string {
  const now = new Date().toTimeString().slice(0, 8);
  return `\n${session.settings.url} at ${now}, every ${interval / 1000} s. Ctrl-C stops it.`;
}

/** A part of the terminal that is written again and again. */
class Place {
  readonly #stream: NodeJS.WriteStream;
  #lines = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    stream.write(BEGIN);
  }

  /** @param text without what a terminal would act on, but colours. */
  show(text: string): void {
    const rows = Math.max((this.#stream.rows || 24) - 1, 3);
    const all = text.split("\n");
    const lines =
      all.length <= rows ? all : [...all.slice(0, rows - 2), `... and ${all.length - rows} more`, all.at(-1)];
    // Upwards to where it began; each line is written over, and what is left below taken away.
    const up = this.#lines > 0 ? `\u001b[${this.#lines}A` : "";
    this.#stream.write(`${up}\r${lines.map((line) => `${line}\u001b[K\n`).join("")}\u001b[J`);
    this.#lines = lines.length;
  }

  leave(): void {
    this.#stream.write(LEAVE);
  }
}
