/**
 * Reads a configuration file in bash syntax. It is only ever read: nothing in it is run, no file is opened for it, and
 * what bash would run is a fault. All faults are collected.
 */
import { Cursor, SyntaxFault } from "./cursor.ts";
import type { Fault, Place } from "./fault.ts";
import { type Pair, readList } from "./list.ts";
import { readWord, type Scope } from "./word.ts";

/** `NAME=value` or `NAME=[A=b, C=d]`, with the place of the name. */
export interface Assignment extends Place {
  /** As written. */
  readonly name: string;
  /** Undefined when it has a fault that is reported. */
  readonly value: string | readonly Pair[] | undefined;
  readonly valuePlace: Place;
  /** Names of the environment's variables in it. */
  readonly fromEnvironment: readonly string[];
}

export interface ReadResult {
  readonly assignments: readonly Assignment[];
  readonly faults: readonly Fault[];
  /** Names of all variables that some value refers to. */
  readonly used: ReadonlySet<string>;
}

export interface ReadOptions {
  /** For messages only. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names whose value is a list, in upper case. */
  readonly lists: ReadonlySet<string>;
  /** A list for hints; a type of machines if absent. */
  readonly listExample?: string;
  /** Tells the names of options, in any case. */
  isOption(name: string): boolean;
}

/** Longest file in UTF-16 units, most faults, longest sum of all variables put into values. */
const LONGEST_FILE = 1024 * 1024;
const MOST_FAULTS = 100;
const LONGEST_EXPANSION = 4 * 1024 * 1024;

/** Reads the text of a configuration file. Never throws. */
export function readAssignments(text: string, options: ReadOptions): ReadResult {
  return new Reader(text, options).read();
}

const BLANKS = /(?:[ \t]|\\\n)+/y;
const ASSIGNED_NAME = /[A-Za-z_][A-Za-z0-9_]*(?==)/y;
const EXPORT = /export(?=[ \t\n;]|\\\n|$)/y;
const WHOLE_NAME = /[A-Za-z_][A-Za-z0-9_]*(?=[ \t\n;]|\\\n|$)/y;
const COMMENT = /#[^\n]*/y;
/** Up to the first line that says something, when it is `:option: value`. */
const OLD_YAML = /^(?:[ \t]*(?:#[^\n]*|---[ \t]*)?\n)*["']?:[a-z_]+["']?:(?=[ \t\n]|$)/;
const LIST_START = /\[[ \t\n]*[A-Za-z_][A-Za-z0-9_]*[ \t]*=/y;

class Reader {
  readonly #cursor: Cursor;
  readonly #options: ReadOptions;
  readonly #assignments: Assignment[] = [];
  readonly #faults: Fault[] = [];
  readonly #used = new Set<string>();
  /** The offset of the assignment that is being read. */
  #fromEnvironment: string[] = [];
  readonly #variables = new Map<string, string>();
  #expanded = 0;

  constructor(text: string, options: ReadOptions) {
    this.#cursor = new Cursor(text.replace(/^\ufeff/, "").replace(/\r(?=\n|$)/g, ""));
    this.#options = options;
  }

  read(): ReadResult {
    const cursor = this.#cursor;
    const unreadable = whyUnreadable(cursor.text);
    const yaml = OLD_YAML.exec(cursor.text);
    if (unreadable !== undefined) this.#report("error", unreadable.offset, unreadable.message);
    else if (yaml !== null) {
      // Every line of it would be a fault, and none of these faults would help.
      const hint = `run \`occi-server config convert ${this.#options.file}\`: it converts the configuration and its templates`;
      this.#report(
        "error",
        yaml[0].lastIndexOf("\n") + 1,
        "this is a YAML configuration of OpenNebula 3.0 to 4.6",
        hint,
      );
    } else while (cursor.offset < cursor.text.length && this.#faults.length < MOST_FAULTS) this.#statement();
    if (this.#faults.length >= MOST_FAULTS)
      this.#report("error", cursor.offset, "too many faults: the rest of the file was not read");
    return { assignments: this.#assignments, faults: this.#faults, used: this.#used };
  }

  /** The words up to the end of the line or a `;`. */
  #statement(): void {
    const cursor = this.#cursor;
    try {
      cursor.match(BLANKS);
      // Without assignments it would print; it changes nothing here, since the server starts no programs.
      const exported = cursor.match(EXPORT) !== undefined;
      for (let words = exported ? 1 : 0; ; words++) {
        cursor.match(BLANKS);
        cursor.match(COMMENT);
        const next = cursor.peek();
        if (next === "" || next === "\n" || (next === ";" && words > 0)) break;
        if (!exported || cursor.match(WHOLE_NAME) === undefined) this.#assignment();
      }
      cursor.offset++;
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      this.#report("error", error.offset, error.message, error.hint);
      this.#skipLine(error.resume);
    }
  }

  #assignment(): void {
    const cursor = this.#cursor;
    const start = cursor.offset;
    const name = cursor.match(ASSIGNED_NAME);
    if (name === undefined) throw notAnAssignment(cursor, this.#options.isOption);
    cursor.offset++;
    const valuePlace = cursor.place(cursor.offset);
    const isList = cursor.peek() === "[" && (this.#options.lists.has(name.toUpperCase()) || cursor.sees(LIST_START));
    const valueStart = cursor.offset;
    this.#fromEnvironment = [];
    let value: Assignment["value"];
    try {
      const read = isList
        ? readList(this.#scope(), this.#options.isOption, this.#options.listExample)
        : readWord(this.#scope(), "value");
      endOfWord(cursor, valueStart, this.#options.lists.has(name.toUpperCase()) ? name : undefined);
      value = read;
    } finally {
      this.#assignments.push({
        name,
        value,
        ...cursor.place(start),
        valuePlace,
        fromEnvironment: this.#fromEnvironment,
      });
      this.#variables.set(name, typeof value === "string" ? value : cursor.text.slice(valueStart, cursor.offset));
    }
  }

  #scope(): Scope {
    return {
      cursor: this.#cursor,
      expands: true,
      isOption: this.#options.isOption,
      lookup: (name) => {
        this.#used.add(name);
        const value = this.#variables.get(name) ?? this.#options.environment[name];
        if (value !== undefined && !this.#variables.has(name)) this.#fromEnvironment.push(name);
        this.#expanded += value?.length ?? 0;
        if (this.#expanded > LONGEST_EXPANSION)
          throw new SyntaxFault(this.#cursor.offset, "the variables contain too much text");
        return value;
      },
      unset: (name, offset) =>
        this.#report(
          "warning",
          offset,
          `$${name} is not set: its value is empty`,
          `write \${${name}:-text} to give a default`,
        ),
    };
  }

  /** To the start of the line after this offset; joined lines are one line. */
  #skipLine(offset: number): void {
    const cursor = this.#cursor;
    cursor.offset = offset;
    cursor.match(/(?:[^\\\n]|\\[\s\S]?)*\n?/y);
  }

  #report(severity: Fault["severity"], offset: number, message: string, hint?: string): void {
    const place = this.#cursor.place(offset);
    this.#faults.push({ severity, file: this.#options.file, ...place, message, ...(hint !== undefined && { hint }) });
  }
}

function whyUnreadable(text: string): { offset: number; message: string } | undefined {
  if (text.length > LONGEST_FILE) return { offset: 0, message: `the file is longer than ${LONGEST_FILE} characters` };
  const offset = text.search(/[\0\ufffd]/);
  return offset < 0 ? undefined : { offset, message: "the file is not UTF-8 text" };
}

/** After a value comes a blank, the end of the line or a `;`. @param list the option's name, when its value is a list. */
function endOfWord(cursor: Cursor, valueStart: number, list?: string): void {
  const next = cursor.peek();
  const { offset } = cursor;
  if (next === "" || " \t\n;".includes(next)) return;
  if (next === "(" && offset === valueStart) {
    const hint =
      list === undefined
        ? "write one value, with blanks in quotes"
        : `write ${list}=[NAME=small, TEMPLATE=small.eta], one line for each type`;
    throw new SyntaxFault(offset, "arrays of bash are not supported", hint);
  }
  if (next === "<" && cursor.sees(/<[^<>\n()]+>/y)) {
    const placeholder = cursor.match(/<[^<>\n()]+>/y) ?? "";
    throw new SyntaxFault(offset, `${placeholder} is a placeholder`, "write the value itself, without < and >");
  }
  if ("<>|&()".includes(next)) {
    throw new SyntaxFault(
      offset,
      `${next} belongs to commands, but this file is read, never run`,
      `put the value in '..' if ${next} belongs to it`,
    );
  }
  throw new SyntaxFault(offset, `${JSON.stringify(next)} is not expected here`, "put a blank between two assignments");
}

/** Reports the text that is in place of an assignment. */
function notAnAssignment(cursor: Cursor, isOption: ReadOptions["isOption"]): SyntaxFault {
  const { offset } = cursor;
  const word = cursor.match(/[^ \t\n;&|<>()]+/y) ?? cursor.peek();
  if (/^:[a-z_]+:/.test(word)) {
    const name = word.slice(1, word.indexOf(":", 1)).toUpperCase();
    return new SyntaxFault(
      offset,
      `${word} is the syntax of OpenNebula 3.0 to 4.6`,
      isOption(name)
        ? `write ${name}=value; \`occi-server config convert\` converts the whole file`
        : "`occi-server config convert` does it: NAME=value, and types as VM_TYPE=[NAME=small, TEMPLATE=small.eta]",
    );
  }
  if (/^[A-Za-z_][A-Za-z0-9_]*\+=/.test(word)) {
    return new SyntaxFault(offset, "+= is not supported", "write the whole value after =");
  }
  if (/^[A-Za-z_][A-Za-z0-9_]*\[.*\]=/.test(word)) {
    return new SyntaxFault(offset, "arrays of bash are not supported", "write one value, with blanks in quotes");
  }
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(word) && cursor.sees(/[ \t]+=/y)) {
    return new SyntaxFault(offset, `${word} has a blank before =`, `write ${word}=value`);
  }
  if (/[A-Za-z0-9_]=[ \t]+$/.test(cursor.text.slice(cursor.text.lastIndexOf("\n", offset) + 1, offset))) {
    return new SyntaxFault(offset, "the value has a blank before it", "write NAME=value");
  }
  const shown = JSON.stringify(word.slice(0, 40));
  return new SyntaxFault(
    offset,
    `${shown} would be a command, but this file is read, never run`,
    "write NAME=value, a value with blanks in quotes",
  );
}
