/** A line on standard error that changes in place on a terminal; elsewhere each text is a line. */
import { complain } from "../terminal/output.ts";
import { cut, harmless } from "./format/terminal-text.ts";

export class StatusLine {
  /** Whether it changes in place. */
  readonly redraws = process.stderr.isTTY === true && process.env.TERM !== "dumb";
  #shown = false;

  show(text: string): void {
    if (!this.redraws) {
      complain(harmless(text));
      return;
    }
    process.stderr.write(`\r\u001b[K${cut(harmless(text), (process.stderr.columns || 80) - 1)}`);
    this.#shown = true;
  }

  /** Takes the line away: what comes next starts in an empty one. */
  clear(): void {
    if (this.#shown) process.stderr.write("\r\u001b[K");
    this.#shown = false;
  }
}
