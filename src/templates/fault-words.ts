/** The errors of eta and the JavaScript engine about a faulty template, in the words of authors of templates. */

import { UnknownField } from "./fields.ts";

export interface FaultWords {
  readonly message: string;
  readonly hint?: string;
}

type Rule = readonly [sign: RegExp, words: (...groups: readonly string[]) => FaultWords];

const READS = "the request is in `it`: it.name, it.cpu, it.disks, ...; see common.eta";

/** Errors of eta's parser; the position is reported beside them. */
const UNCLOSED: readonly Rule[] = [
  [/^unclosed tag/, () => ({ message: "this tag is never closed", hint: "write %> where it ends" })],
  [
    /^unclosed string/,
    () => ({
      message: "this quote is never closed before the tag's end",
      hint: "close it; a comment that contains one is written <%/* .. */%>",
    }),
  ],
  [
    /^unclosed template/,
    () => ({ message: "this ` is never closed before the tag's end", hint: "add the second ` and then %>" }),
  ],
  [/^unclosed comment/, () => ({ message: "this comment is never closed", hint: "write */ where it ends" })],
];

/** Errors of the JavaScript parser, which reads the compiler's own code after the template's end. */
const SYNTAX: readonly Rule[] = [
  [/keyword 'catch'/, () => ({ message: "a { is never closed", hint: "write <% } %> where it ends" })],
  [/Try statements/, () => ({ message: "a } closes nothing", hint: "remove it, or open the block" })],
  [
    // The end of the compiler's own call follows.
    /^Unexpected token '[;)]'\. Expected (?:either a closing )?('[)\]}]')/,
    (_, closing = "") => ({ message: `a bracket is never closed: ${closing} is missing`, hint: "write it before %>" }),
  ],
];

const RUN: readonly Rule[] = [
  [
    /^(?:undefined|null) is not an object \(evaluating '(.+)'\)/,
    (_, read = "") => {
      const owner = read.replace(/^new /, "").replace(/\??(?:\.[\w$]+|\[[^[\]]*\])(?:\(.*)?$/, "");
      return { message: `${owner} has no value, so ${read} cannot be read`, hint: READS };
    },
  ],
  [/^Can't find variable: (\S+)|^(\S+) is not defined/, (_, old = "", name = old) => nothingCalled(name || old)],
  [/^(\S+) is not a function/, (_, name = "") => ({ message: `${name} is not a function`, hint: READS })],
];

function nothingCalled(name: string): FaultWords {
  return { message: `nothing is called ${name} here`, hint: `a value of the request is it.${name}; see common.eta` };
}

function told(rules: readonly Rule[], text: string): FaultWords | undefined {
  for (const [sign, words] of rules) {
    const match = sign.exec(text);
    if (match !== null) return words(...match.map((group) => group ?? ""));
  }
  return undefined;
}

/** @param text eta's, without the position. */
export function unclosedWords(text: string): FaultWords {
  return told(UNCLOSED, text) ?? { message: text };
}

/** @param reason the parser's own sentence. */
export function syntaxWords(reason: string): FaultWords {
  return told(SYNTAX, reason) ?? { message: `not valid JavaScript: ${reason}` };
}

/** @param thrown by a template that runs. */
export function runWords(thrown: unknown): FaultWords {
  if (thrown instanceof UnknownField) {
    return { message: thrown.message, ...(thrown.hint !== undefined && { hint: thrown.hint }) };
  }
  const text = thrown instanceof Error ? thrown.message : `the template throws ${JSON.stringify(thrown)}`;
  return told(RUN, text) ?? { message: text };
}
