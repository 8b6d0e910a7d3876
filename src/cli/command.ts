/** Commands are data: the parser, the help and the dispatch read the same record. */

export interface Option {
  /** Name of its value in the help, e.g. `FILE`; undefined for a switch. */
  readonly value?: string;
  readonly short?: string;
  readonly summary: string;
}

/** What was typed, checked against the command's record. */
export interface Arguments {
  readonly options: Readonly<Record<string, string | true>>;
  readonly words: readonly string[];
}

export interface Command {
  readonly name: string;
  /** What follows the name, e.g. `[--config FILE]`. */
  readonly usage: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** Paragraphs for `help COMMAND`; a line is at most 100 characters. */
  readonly details: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  /** Most words after the command's name. */
  readonly words: number;
  /** Command lines without the program's name, each with what it does. */
  readonly examples: readonly (readonly [line: string, effect: string])[];
  /** Exit codes beyond 0, 1 and 2. */
  readonly exitCodes?: Readonly<Record<number, string>>;
  /** Loads the code: only the command that runs is loaded, so that the small ones answer at once. */
  load(): Promise<{ run(args: Arguments): Promise<number> | number }>;
}

/** Exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notRunning: 3 } as const;
