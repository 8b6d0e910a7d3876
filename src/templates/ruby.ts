/** Tells what in a template is Ruby, from the time of the Ruby server, and how it is written for eta. */

export interface RubyFinding {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

const TAG = /<%([\s\S]*?)%>/g;

/** A number, a name or a text as Ruby and JavaScript write it alike. */
const PLAIN = String.raw`-?\d+(?:\.\d+)?|\w+|'[^'\\]*'|"[^"\\#]*"`;
/** `a || b`, `a.nil? ? b : a` and `a ? a : b`: what is used as an absent value. */
const OTHERWISE: readonly RegExp[] = [
  new RegExp(String.raw`\|\|\s*(${PLAIN})`),
  new RegExp(String.raw`\.nil\?\s*\?\s*(${PLAIN})\s*:`),
  new RegExp(String.raw`\?\s[^:]+:\s*(${PLAIN})(?:\s*$)`),
];

/** The default that a value of the request has in Ruby, as JavaScript; undefined when it has none. */
function otherwise(code: string): string | undefined {
  const found = OTHERWISE.map((pattern) => pattern.exec(code)?.[1]).find((value) => value !== undefined);
  // A number in quotes is the same to OpenNebula.
  return found?.replace(/^(['"])(-?\d+(?:\.\d+)?)\1$/, "$2");
}

/** @param usual what is written for an absent value where the Ruby names nothing. */
const field =
  (name: string, usual?: string) =>
  (code: string): string => {
    const value = otherwise(code) ?? usual;
    return `write <%= ${name}${value === undefined ? "" : ` ?? ${value}`} %>`;
  };

type Sign = readonly [sign: RegExp, what: string, hint: string | ((code: string) => string)];

/** In this order: the first that fits says what a tag is. */
const SIGNS: readonly Sign[] = [
  [/^#/, "a Ruby comment", "write <%/* comment */%>"],
  [/^%/, "an ERB escape", "write <%~ '<%' %> for the characters themselves"],
  [/\bDISK\b[\s\S]*\bdo\b/, "a Ruby loop", "write <% for (const disk of it.disks) { %> ... <% } %>"],
  [/\bNIC\b[\s\S]*\bdo\b/, "a Ruby loop", "write <% for (const nic of it.nics) { %> ... <% } %>"],
  [/\bCONTEXT\b[\s\S]*\bdo\b/, "a Ruby loop", "write <% for (const [name, value] of it.context) { %> ... <% } %>"],
  [/\bdo\s*(?:\|[^|]*\|)?\s*$/, "a Ruby loop", "write <% for (const x of list) { %> ... <% } %>"],
  [
    /=~|!~/,
    "a Ruby match",
    "write <% if (/pattern/.test(it.name ?? '')) { %> ... <% } %>, with the field that you mean",
  ],
  [/['"]CPU['"]/, "a Ruby variable", field("it.cpu", "1")],
  [/['"]MEMORY['"]/, "a Ruby variable", field("it.memory", "128")],
  [/['"]NAME['"]/, "a Ruby variable", field("it.name")],
  [/['"]INSTANCE_TYPE['"]|@itype/, "a Ruby variable", field("it.instanceType")],
  [/@\w+/, "a Ruby variable", "the request is in `it`: it.name, it.cpu, it.disks, ...; see common.eta"],
  [/^=?\s*end\s*$/, "the end of a Ruby block", "write <% } %>"],
  [
    /^\s*(?:if|unless|elsif)\b[^{]*$/,
    "a Ruby condition",
    "write <% if (condition) { %> ... <% } else { %> ... <% } %>",
  ],
  [/^\s*else\s*$/, "a Ruby condition", "write <% } else { %>"],
  [/\.nil\?|\bnil\b/, "Ruby's nil", "compare with undefined: <% if (it.name !== undefined) { %>"],
  [/\b(?:puts|require|def|unless)\b/, "Ruby code", "write it as JavaScript"],
];

/** These are reported only with the block that they belong to. */
const CLOSING = /^=?\s*(?:end|else)\s*$/;

/**
 * The tags that hold Ruby, from the first on; `end` and `else` only where nothing else is Ruby. Only invalid eta is
 * searched for it, so a wrong guess costs nothing.
 */
export function allRuby(text: string): readonly RubyFinding[] {
  const found = [...text.matchAll(TAG)].flatMap((match) => {
    const code = withoutComments((match[1] ?? "").replace(/^-/, "").replace(/-$/, ""));
    const sign = SIGNS.find(([pattern]) => pattern.test(code));
    if (sign === undefined) return [];
    const [, what, hint] = sign;
    const line = text.slice(0, match.index).split("\n").length;
    const message = `${what}: ${shortened(match[0])}`;
    return [{ closing: CLOSING.test(code), line, message, hint: typeof hint === "string" ? hint : hint(code) }];
  });
  const opening = found.filter(({ closing }) => !closing);
  return (opening.length > 0 ? opening : found).map(({ line, message, hint }) => ({ line, message, hint }));
}

/** The first of them. */
export function findRuby(text: string): RubyFinding | undefined {
  return allRuby(text)[0];
}

/** The words of a comment are nobody's code. */
function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|(?<![:\\"'])\/\/[^\n]*/g, " ");
}

function shortened(tag: string): string {
  const line = tag.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
