/** The words that may come next on a command line: the shells ask the program itself each time. */
import { allOptions, findCommand, optionsOf } from "./arguments.ts";
import type { Arguments, Command, Names, Option, Options, Program, Word } from "./command.ts";
import { HARMFUL } from "./harmful.ts";

/** A value, and what it is. */
export type Candidate = readonly [value: string, description: string];

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** The shell completes these by itself. */
  readonly files?: "file" | "directory";
  /** The part of the word before the file: `--cacert=`. */
  readonly before?: string;
}

/** The resources of a kind on the server. @param args the options typed so far. */
export type LookUp = (names: Names, args: Arguments) => Promise<readonly Candidate[]>;

const NOTHING: Completion = { candidates: [] };

/** The words before the one to complete. */
interface Typed {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, readonly string[]>>;
  /** The option whose value the word in question is. */
  readonly open: Option | undefined;
  /** After `--` there are only words. */
  readonly ended: boolean;
}

/**
 * @param line the words after the program's name; the last one is completed, and may be empty.
 * @param lookUp asked for ids and names.
 */
export async function complete(program: Program, line: readonly string[], lookUp: LookUp): Promise<Completion> {
  const current = line.at(-1) ?? "";
  const typed = readTyped(program, line.slice(0, -1));
  const found = findCommand(program, typed.words);
  const command = found?.command;
  const rest = found === undefined ? [] : typed.words.slice(found.length);
  const known = optionsOf(program, command);
  const args = { options: typed.options, words: rest };
  if (typed.open !== undefined) return matching(await ofNames(typed.open, args, lookUp), current);
  const inline = typed.ended ? undefined : inlineValue(known, current);
  if (inline !== undefined) {
    const values = matching(await ofNames(inline.option, args, lookUp), current.slice(inline.before.length));
    const candidates = values.candidates.map(([value, what]) => [inline.before + value, what] as const);
    return { ...values, candidates, before: inline.before };
  }
  if (current.startsWith("-") && !typed.ended) return matching(ofOptions(known, typed.options), current);
  if (command === undefined) return matching(ofCommands(program, typed.words), current);
  if (command.name === "help") return matching(ofHelp(program, command, rest, current), current);
  return matching(
    await ofWord(command.words[rest.length] ?? command.words.at(-1), rest, command, args, lookUp),
    current,
  );
}

/** The option of `--output=js` or `-ojs`, and what stands before its value. */
function inlineValue(known: Options, word: string): { readonly option: Option; readonly before: string } | undefined {
  const [long, name = ""] = /^--([a-z-]+)=/.exec(word) ?? [];
  if (long !== undefined)
    return Object.hasOwn(known, name) && known[name] ? { option: known[name], before: long } : undefined;
  const [short, letter] = /^-([A-Za-z])(?=.)/s.exec(word) ?? [];
  if (short === undefined) return undefined;
  const option = Object.values(known).find((each) => each.short === letter && each.value !== undefined);
  return option && { option, before: short };
}

function readTyped(program: Program, before: readonly string[]): Typed {
  const all = allOptions(program);
  const options: Record<string, string[]> = {};
  const words: string[] = [];
  let open: [string, Option] | undefined;
  let ended = false;
  for (const text of before) {
    if (open !== undefined) {
      options[open[0]]?.push(text);
      open = undefined;
    } else if (ended || !/^-./.test(text)) words.push(text);
    else if (text === "--") ended = true;
    else {
      const [, long, value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(text) ?? [];
      const short = /^-([A-Za-z])(.*)$/s.exec(text);
      const name = long ?? Object.keys(all).find((key) => all[key]?.short === short?.[1]);
      const option = name !== undefined && Object.hasOwn(all, name) ? all[name] : undefined;
      if (name === undefined || option === undefined) continue;
      options[name] ??= [];
      const inline = long === undefined ? short?.[2] || undefined : value;
      if (inline !== undefined) options[name].push(inline);
      else if (option.value !== undefined && !option.valueOptional) open = [name, option];
    }
  }
  return { words, options, open: open?.[1], ended };
}

function ofCommands(program: Program, words: readonly string[]): Completion {
  const prefix = words.length === 0 ? "" : `${words.join(" ")} `;
  const candidates = new Map<string, string>();
  for (const { name, summary } of program.commands) {
    if (!name.startsWith(prefix)) continue;
    const next = name.slice(prefix.length).split(" ");
    candidates.set(next[0] ?? "", next.length > 1 ? `${next[1]}, ...` : summary);
  }
  return { candidates: [...candidates] };
}

/**
 * The commands, the pages that are about something else (`help config`), and once a capital is typed the error codes.
 */
function ofHelp(program: Program, help: Command, words: readonly string[], current: string): Completion {
  const commands = ofCommands(program, words).candidates;
  if (words.length > 0) return { candidates: commands };
  const pages = help.examples.map(([line, what]) => [line.replace("help ", ""), what] as const);
  const codes = /^[A-Z]/.test(current) ? (help.words[0]?.suggested ?? []) : [];
  return { candidates: [...commands, ...pages, ...codes.map((code) => [code, ""] as const)] };
}

function ofOptions(known: Readonly<Record<string, Option>>, typed: Typed["options"]): Completion {
  const open = Object.entries(known).filter(([name, option]) => option.repeatable || typed[name] === undefined);
  return { candidates: open.map(([name, { summary }]) => [`--${name}`, summary]) };
}

async function ofWord(
  word: Word | undefined,
  rest: readonly string[],
  command: Command,
  args: Arguments,
  lookUp: LookUp,
): Promise<Completion> {
  if (word === undefined || (rest.length >= command.words.length && !word.many)) return NOTHING;
  const found = await ofNames(word, args, lookUp);
  // Words that are on the line already are not offered again.
  return { ...found, candidates: found.candidates.filter(([value]) => !rest.includes(value)) };
}

async function ofNames(
  { names = [], choices, suggested = choices }: Pick<Word, "names" | "choices" | "suggested">,
  args: Arguments,
  lookUp: LookUp,
): Promise<Completion> {
  if (suggested !== undefined) return { candidates: suggested.map((choice) => [choice, ""]) };
  const kinds = typeof names === "string" ? [names] : names;
  const files = kinds.find((kind) => kind === "file" || kind === "directory");
  const others = kinds.filter((kind) => kind !== files);
  const candidates = (await Promise.all(others.map((kind) => lookUp(kind, args)))).flat();
  return { candidates, ...(files !== undefined && { files }) };
}

function matching(completion: Completion, prefix: string): Completion {
  return { ...completion, candidates: completion.candidates.filter(([value]) => value.startsWith(prefix)) };
}

/**
 * The output for the shells: a line that says who completes (for files, with the text before them), then
 * `value<TAB>description` lines.
 */
export function protocol({ candidates, files, before = "" }: Completion): string {
  // Names come from a server, and go to a terminal; a tab or line break would end the value.
  const clean = (text: string) => text.replace(HARMFUL, " ").replace(/[\t\n]/g, " ");
  // A value that would have to be changed for that is not offered at all.
  const lines = candidates
    .filter(([value]) => clean(value) === value)
    .map(([value, what]) => (what === "" ? value : `${value}\t${clean(what)}`));
  return [files === undefined ? ":words" : `:${files}${before === "" ? "" : `\t${before}`}`, ...lines].join("\n");
}
