/** Long texts, shown in the reader's pager. */
import { isatty } from "node:tty";
import { forTerminal, print } from "./output.ts";

/** Lines that are longer than this are hard to read. */
const WIDEST = 100;
const NARROWEST = 40;
/** The exit code of a shell that does not find the command. */
const NOT_FOUND = 127;

/** Columns for text on standard output. */
export function textWidth(): number {
  if (!isatty(1)) return WIDEST;
  return Math.max(NARROWEST, Math.min(WIDEST, process.stdout.columns || WIDEST));
}

/**
 * Shows a text: on a terminal in $PAGER or less, else as it is.
 * @throws Error (with `code`) when it cannot be written: a full disk.
 */
export async function showPaged(text: string): Promise<void> {
  if (!isatty(1) || !(await paged(text))) print(text);
}

/** @returns false when there is no pager. */
async function paged(text: string): Promise<boolean> {
  const command = process.env.PAGER ?? "less";
  if (command.trim() === "") return false;
  // As other programs call less: it ends at once when the text fits on the screen, and leaves it there.
  const environment = { LESS: "FRX", ...process.env };
  const stay = () => {};
  // Ctrl-C is for the pager, which shares the terminal: this process waits until it has ended.
  process.on("SIGINT", stay);
  try {
    const pager = Bun.spawn(["/bin/sh", "-c", command], {
      stdin: Buffer.from(forTerminal(text)),
      stdout: "inherit",
      stderr: "ignore",
      env: environment,
    });
    return (await pager.exited) !== NOT_FOUND;
  } finally {
    process.off("SIGINT", stay);
  }
}
