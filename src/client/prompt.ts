/** Questions on the terminal: asked on standard error, so that data can go through a pipe. */
import { OcciError } from "../errors.ts";
import { harmless } from "./format/terminal-text.ts";
import { runningCommand } from "./running-command.ts";

/** Whether there is somebody to ask. */
export function canPrompt(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks for a password without showing it. @throws OcciError INTERRUPTED by Ctrl-C or Ctrl-D. */
export async function promptPassword(question: string): Promise<string> {
  const { stdin } = process;
  // Echo is off before the question: an answer that is typed at once must not be shown either.
  stdin.setRawMode(true);
  try {
    process.stderr.write(harmless(question));
    return await line(stdin);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    process.stderr.write("\n");
  }
}

/** A line typed in raw mode: the terminal does nothing by itself, so erasing and interrupting are done here. */
async function line(stdin: NodeJS.ReadStream): Promise<string> {
  let typed = "";
  const decoder = new TextDecoder();
  for await (const chunk of stdin) {
    for (const key of decoder.decode(chunk, { stream: true })) {
      if (key === "\r" || key === "\n") return typed;
      if (key === "\u0003" || key === "\u0004") throw new OcciError("INTERRUPTED", "Interrupted.");
      if (key === "\u007f" || key === "\b") typed = [...typed].slice(0, -1).join("");
      else if (key === "\u0015") typed = "";
      else if (key >= " ") typed += key;
    }
  }
  throw new OcciError("INTERRUPTED", "Interrupted.");
}

/** Asks a question; only y or yes is one. */
export async function confirm(question: string): Promise<boolean> {
  runningCommand()?.listen();
  process.stderr.write(`${harmless(question)} [y/N] `);
  const { stdin } = process;
  try {
    for await (const chunk of stdin) return /^\s*y(es)?\s*$/i.test(String(chunk));
    return false;
  } finally {
    stdin.pause();
  }
}
