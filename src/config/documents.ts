/** The table of options as documents show it, and the help made of it. */
import { GROUPS, OPTIONS, type Option, type OptionName, VM_TYPE } from "./options.ts";

/** An option, as documents show it. */
export interface Entry {
  readonly name: OptionName;
  readonly syntax: string;
  readonly shownDefault: string;
  readonly meaning: string;
  /** Lines of the sample. */
  readonly lines: readonly string[];
}

function entry(name: OptionName): Entry {
  if (name === "VM_TYPE") {
    const lines = [...VM_TYPE.fallback.map((list) => `VM_TYPE=${list}`), `#VM_TYPE=${VM_TYPE.example}`];
    return { name, syntax: VM_TYPE.syntax, shownDefault: VM_TYPE.shownDefault, meaning: VM_TYPE.meaning, lines };
  }
  const option: Option<unknown> = OPTIONS[name];
  const line = `${name}=${option.example ?? option.fallback ?? ""}`;
  return {
    name,
    syntax: option.type.syntax,
    shownDefault: option.shownDefault ?? option.fallback ?? "",
    meaning: option.meaning,
    lines: [option.inSample === true ? line : `#${line}`],
  };
}

/** All options in groups, each with its title. */
export const GROUPED: readonly (readonly [string, readonly Entry[]])[] = Object.entries(GROUPS).map(
  ([title, names]) => [title, names.map(entry)],
);

/** Breaks at blanks so that no line is longer than `width`. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const WIDTH = 100;

/** The page of `occi-server help config`. */
export function configHelp(): string {
  const blocks = GROUPED.map(([title, entries]) => [`${title}:`, ...entries.map(helpEntry)].join("\n"));
  return `${blocks.join("\n\n")}\n`;
}

function helpEntry({ name, syntax, shownDefault, meaning }: Entry): string {
  const head = `  ${name}=${syntax}${shownDefault === "" ? "" : ` (default: ${shownDefault})`}`;
  return [head, ...wrap(meaning, WIDTH - 6).map((line) => `      ${line}`)].join("\n");
}

/** The part of that page about one option. */
export function optionHelp(name: OptionName): string {
  return `${helpEntry(entry(name))}\n`;
}
