/** What a TypeScript source says in words: its string literals, its templates and its comments. */

export interface SourceText {
  readonly kind: "string" | "comment";
  readonly line: number;
  /** Without quotes and comment marks. A template has `{}` in place of each expression. */
  readonly text: string;
}

/** A `/` after one of these begins a regular expression; after anything else it divides. */
const BEFORE_EXPRESSION = /(?:^|[(,=:[!&|?{};+\n>]|\b(?:return|typeof|case|of|in))\s*$/;
const REGULAR_EXPRESSION = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const LINE_COMMENTS = /\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?\*\//y;
const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y;

/** The strings and comments of a source. Line comments that follow one another are one text. */
export function sourceTexts(source: string): SourceText[] {
  const texts: SourceText[] = [];
  const add = (kind: SourceText["kind"], start: number, text: string): void => {
    texts.push({ kind, line: source.slice(0, start).split("\n").length, text });
  };
  const match = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };

  /** Reads code from `at` to its end, or to the brace that closes an expression in a template. */
  const readCode = (start: number, inTemplate: boolean): number => {
    let depth = 0;
    for (let at = start; at < source.length; at++) {
      const comment = match(LINE_COMMENTS, at) ?? match(BLOCK_COMMENT, at);
      const quoted = match(QUOTED, at);
      if (comment !== undefined) {
        add("comment", at, comment.replace(/^[ \t]*(?:\/\/+|\/\*+|\*\/|\*)[ \t]?|\*\/$/gm, ""));
        at += comment.length - 1;
      } else if (quoted !== undefined) {
        add("string", at, unescaped(quoted.slice(1, -1)));
        at += quoted.length - 1;
      } else if (source[at] === "`") at = readTemplate(at);
      else if (source[at] === "/" && BEFORE_EXPRESSION.test(source.slice(Math.max(0, at - 30), at))) {
        at += (match(REGULAR_EXPRESSION, at)?.length ?? 1) - 1;
      } else if (source[at] === "{") depth++;
      else if (source[at] === "}" && depth-- === 0 && inTemplate) return at;
    }
    return source.length;
  };

  /** Reads a template from its opening quote; returns the place of the closing one. */
  const readTemplate = (start: number): number => {
    let text = "";
    let at = start + 1;
    for (; at < source.length && source[at] !== "`"; at++) {
      if (source[at] === "\\") text += source.slice(at, ++at + 1);
      else if (source.startsWith("${", at)) {
        at = readCode(at + 2, true);
        text += "{}";
      } else text += source[at];
    }
    add("string", start, unescaped(text));
    return at;
  };

  readCode(0, false);
  return texts.sort((a, b) => a.line - b.line);
}

const unescaped = (text: string): string =>
  text.replace(/\\([\s\S])/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
