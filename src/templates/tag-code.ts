/** The JavaScript of a template by itself, for searches that must not meet text, strings or comments. */

const OPEN = /<%[-_]?\s*[=~]?/y;
/** Whole tokens that hold no code, or end the tag. A `/` after an operator opens a regular expression. */
const TOKEN =
  /\/\*[\s\S]*?\*\/|\/\/(?:(?![-_]?%>)[^\n])*|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|`(?:\\[\s\S]|[^`\\])*`|(?<=[(,=:[!&|?{};]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/|[-_]?%>|[\s\S]/gy;

/** As long as the template, each place where it was; all but code is blank, and a tag ends with `;`. */
export function codeOf(text: string): string {
  let out = "";
  while (out.length < text.length) {
    const next = text.indexOf("<%", out.length);
    if (next === -1) return out + blank(text.slice(out.length));
    out += blank(text.slice(out.length, next));
    OPEN.lastIndex = next;
    out += blank(OPEN.exec(text)?.[0] ?? "");
    out += tagFrom(text, out.length);
  }
  return out;
}

function tagFrom(text: string, from: number): string {
  let out = "";
  TOKEN.lastIndex = from;
  for (let token = TOKEN.exec(text)?.[0]; token !== undefined; token = TOKEN.exec(text)?.[0]) {
    if (token.endsWith("%>")) return `${out};${" ".repeat(token.length - 1)}`;
    if (token.startsWith("`")) out += withHoles(token);
    // A quote by itself opens nothing that is closed.
    else if (/^["']./s.test(token)) out += `${token[0]}${blank(token.slice(1, -1))}${token[0]}`;
    else out += token.length > 1 ? blank(token) : token;
  }
  return out;
}

/** `${..}` of a template literal is code. */
function withHoles(literal: string): string {
  return literal.replace(/\$\{[^{}]*\}|[\s\S]/g, (part) =>
    part.startsWith("${") ? ` (${part.slice(2, -1)})` : blank(part),
  );
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
