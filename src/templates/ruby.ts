/** Tells what in a template is Ruby, from the time of the Ruby server, and how it is written for eta. */

export interface RubyFinding {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

const TAG = /<%([\s\S]*?)%>/g;

/** In this order: the first that fits says what a tag is. */
const SIGNS: readonly (readonly [sign: RegExp, what: string, hint: string])[] = [
  [/^#/, "a Ruby comment", "write <%/* comment */%>"],
  [/^%/, "an ERB escape", "write <%~ '<%' %> for the characters themselves"],
  [/\bDISK\b[\s\S]*\bdo\b/, "a Ruby loop", "write <% for (const disk of it.disks) { %> ... <% } %>"],
  [/\bNIC\b[\s\S]*\bdo\b/, "a Ruby loop", "write <% for (const nic of it.nics) { %> ... <% } %>"],
  [/\bCONTEXT\b[\s\S]*\bdo\b/, "a Ruby loop", "write <% for (const [name, value] of it.context) { %> ... <% } %>"],
  [/\bdo\s*(?:\|[^|]*\|)?\s*$/, "a Ruby loop", "write <% for (const x of list) { %> ... <% } %>"],
  [
    /=~|!~/,
    "a Ruby match",
    "write <% if (/pattern/.test(it.name ?? '')) { %> ... <% } %>, with the field that is meant",
  ],
  [/['"]CPU['"]/, "a Ruby variable", "write <%= it.cpu ?? 1 %>"],
  [/['"]MEMORY['"]/, "a Ruby variable", "write <%= it.memory ?? 128 %>"],
  [/['"]NAME['"]/, "a Ruby variable", "write <%= it.name %>"],
  [/['"]INSTANCE_TYPE['"]|@itype/, "a Ruby variable", "write <%= it.instanceType %>"],
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

/** The first tag that holds Ruby. Only invalid eta is searched for it, so a wrong guess costs nothing. */
export function findRuby(text: string): RubyFinding | undefined {
  for (const match of text.matchAll(TAG)) {
    const code = withoutComments((match[1] ?? "").replace(/^-/, "").replace(/-$/, ""));
    const found = SIGNS.find(([sign]) => sign.test(code));
    if (found !== undefined) {
      const line = text.slice(0, match.index).split("\n").length;
      return { line, message: `${found[1]}: ${shortened(match[0])}`, hint: found[2] };
    }
  }
  return undefined;
}

/** The words of a comment are nobody's code. */
function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|(?<![:\\"'])\/\/[^\n]*/g, " ");
}

function shortened(tag: string): string {
  const line = tag.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
