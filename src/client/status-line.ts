/** A line on standard error that changes in place on a terminal; elsewhere each text is a line. */

export class StatusLine {
  /** Whether it changes in place. */
  readonly redraws = process.stderr.isTTY === true && process.env.TERM !== "dumb";
  #shown = false;

  show(text: string): void {
    if (!this.redraws) {
      process.stderr.write(`${text}\n`);
      return;
    }
    const width = process.stderr.columns || 80;
    process.stderr.write(`\r\u001b[K${Bun.stringWidth(text) < width ? text : `${text.slice(0, width - 2)}…`}`);
    this.#shown = true;
  }

  /** Takes the line away: what comes next starts in an empty one. */
  clear(): void {
    if (this.#shown) process.stderr.write("\r\u001b[K");
    this.#shown = false;
  }
}
