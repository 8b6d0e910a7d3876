import { expect, test } from "bun:test";
import { parseArgs } from "node:util";
import { nonEmpty } from "../testing/non-empty.ts";
import { type Token, tokensOf } from "./tokens.ts";

const SHAPES = {
  port: { takesValue: true, short: "p" },
  wait: { takesValue: false, short: "w" },
  all: { takesValue: false, short: "a" },
  file: { takesValue: true },
};

/** The same words as Node's parser sees them, in our form. */
function ofNode(args: readonly string[]): Token[] {
  const options = Object.entries(SHAPES).map(([name, shape]) => [
    name,
    { type: shape.takesValue ? "string" : "boolean", ...("short" in shape && { short: shape.short }) } as const,
  ]);
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token): Token[] => {
    if (token.kind === "option-terminator") return [];
    if (token.kind === "positional") return [{ kind: token.kind, value: token.value }];
    const { kind, name, rawName, value } = token;
    return [{ kind, name, rawName, ...(value !== undefined && { value, inlineValue: token.inlineValue === true }) }];
  });
}

const WORDS = [
  "-p",
  "-p3",
  "-w",
  "-wa",
  "-wp",
  "-wp3",
  "-x",
  "-xw",
  "--port",
  "--port=3",
  "--port=",
  "--wait",
  "--wait=a=b",
];
const MORE = ["--no", "--file", "--file=-x", "--", "-", "list", "", "a=b", "--=x", "-p=3"];

test("the tokens are those of Node's parser, for all lines of three words", () => {
  const words = [...WORDS, ...MORE];
  let lines = 0;
  for (const first of nonEmpty(words)) {
    for (const second of nonEmpty(words)) {
      for (const third of nonEmpty(words)) {
        const line = [first, second, third];
        expect({ line, tokens: tokensOf(line, SHAPES) }).toEqual({ line, tokens: ofNode(line) });
        lines++;
      }
    }
  }
  expect(lines).toBe(words.length ** 3);
});

test("but a number that is negative is a word, not options of one digit each", () => {
  expect(tokensOf(["-12", "-p", "-1", "-w"], SHAPES)).toEqual([
    { kind: "positional", value: "-12" },
    { kind: "option", name: "port", rawName: "-p", value: "-1", inlineValue: false },
    { kind: "option", name: "wait", rawName: "-w" },
  ]);
});

test("names of the language's own are options like any other", () => {
  expect(tokensOf(["--constructor", "x", "--__proto__=y"], SHAPES)).toEqual([
    { kind: "option", name: "constructor", rawName: "--constructor" },
    { kind: "positional", value: "x" },
    { kind: "option", name: "__proto__", rawName: "--__proto__", value: "y", inlineValue: true },
  ]);
});
