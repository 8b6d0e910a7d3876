/** Programs and their commands are data: parser, help, completions, man pages and the manual read the same records. */

/**
 * The kind of a value, for completions: files, resources on the server, or parts of the resource that the words before
 * it name.
 */
export type Names =
  | "file"
  | "directory"
  | "compute"
  | "network"
  | "storage"
  | "instance-type"
  | "user"
  | "template"
  | "profile"
  | "disk"
  | "nic"
  | "snapshot"
  | "disk-snapshot";

/** Values of an option that are too many for its help. */
export interface Accepted {
  /** The meaning of each choice, such as `state of a machine`. */
  readonly noun: string;
  /** Worth naming in a message. */
  readonly usual: readonly string[];
  /** In upper case. */
  readonly all: readonly string[];
}

export interface Option {
  /** Name of its value in the help, e.g. `FILE`; undefined for a switch. */
  readonly value?: string;
  /** The value may be left out, else it follows `=`: `--wait`, `--wait=STOPPED`. */
  readonly valueOptional?: true;
  /** It may be given several times; else the last one counts. */
  readonly repeatable?: true;
  readonly short?: string;
  readonly summary: string;
  /** All the values there are. */
  readonly choices?: readonly string[];
  /** Values for completions, where others are taken as well. */
  readonly suggested?: readonly string[];
  /** The same where case plays no part and there are more than a help page can hold. */
  readonly accepts?: Accepted;
  readonly names?: Names;
}

export type Options = Readonly<Record<string, Option>>;

/** A word after the command's name. */
export interface Word {
  /** In the help, e.g. `VM`. */
  readonly name: string;
  readonly optional?: true;
  /** It and all that follow: the last one only. */
  readonly many?: true;
  readonly choices?: readonly string[];
  /** Values for completions, where others are taken as well. */
  readonly suggested?: readonly string[];
  readonly names?: Names | readonly Names[];
}

/** The command line, checked against the command's record. Read it with the functions of `arguments.ts`. */
export interface Arguments {
  /** The values of each option that was given; of a switch none. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly words: readonly string[];
}

/** @returns the exit code. */
export type Run = (args: Arguments) => Promise<number> | number;

export interface Command {
  /** One word, or two: `token create`. */
  readonly name: string;
  /** Other names that people may type; they are not shown. */
  readonly aliases?: readonly string[];
  readonly words: readonly Word[];
  /** One line, no full stop. */
  readonly summary: string;
  /** Paragraphs for the help; a line is at most 100 characters. */
  readonly details: readonly string[];
  readonly options: Options;
  /** Command lines without the program's name, each with what it does. */
  readonly examples: readonly Example[];
  /** Exit codes that mean more than the program's table says. */
  readonly exitCodes?: Readonly<Record<number, string>>;
  /** It does not change anything, so an interruption has nothing to report. */
  readonly readOnly?: true;
  /** Loads the code: only the command that runs is loaded, so that the small ones answer at once. */
  load(): Promise<Run>;
}

export type Example = readonly [line: string, effect: string];

export interface Program {
  /** As it is called. */
  readonly name: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** The section of the manual: 1 for everybody, 8 for administrators. */
  readonly section: 1 | 8;
  /** Paragraphs for the man page. */
  readonly details: readonly string[];
  readonly commands: readonly Command[];
  /** The command that runs when none is named. */
  readonly usual?: string;
  /** Options of every command, which can also come before its name. */
  readonly options: Options;
  /** A first session, for the overview. */
  readonly examples: readonly Example[];
  readonly exitCodes: Readonly<Record<number, string>>;
  /** Variables of the environment and files, each with its meaning. */
  readonly environment: readonly (readonly [string, string])[];
  readonly files: readonly (readonly [string, string])[];
  /** Further reading, for the end of the overview. */
  readonly further: string;
  /** Other words that people type for a command, such as `--version`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Long options that may be cut short as long as it is clear which is meant, as in old scripts. */
  readonly abbreviable?: readonly string[];
  /** Tells what went wrong. @returns the exit code. */
  report(error: unknown, args: readonly string[]): Promise<number> | number;
}

/** Exit codes that all programs share. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notRunning: 3 } as const;
