import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseTemplate } from "../oned-sim/template.ts";
import { readFixture } from "../oned-sim/testing/fixture.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { firstValue, readTemplate, type TemplateAttribute, TemplateSyntaxError } from "./syntax.ts";

/** Names and values only, as oned keeps them: the first of a vector's members of one name. */
function plain(attributes: readonly TemplateAttribute[]): unknown {
  return attributes.map(({ name, value }) => [
    name,
    typeof value === "string" ? value : new Map(value.toReversed().map((member) => [member.name, member.value])),
  ]);
}

const model = (text: string): unknown => parseTemplate(text).map(({ name, value }) => [name, value]);

function fault(text: string): string {
  try {
    readTemplate(text);
  } catch (error) {
    if (error instanceof TemplateSyntaxError && error.name === "TemplateSyntaxError")
      return `${error.line}:${error.column} ${error.message}`;
    throw error;
  }
  return "none";
}

test("an operator's template, with the line of each attribute", () => {
  const text = [
    '# A comment with "quotes" and = [ ]',
    "CPU    = 1",
    "",
    "OS = [ kernel     = /vmlinuz,",
    '       kernel_cmd = "ro xencons=tty console=tty1"] # more',
    'MEMORY=1024 VCPU="2"',
    "EMPTY =",
    "",
  ].join("\n");
  expect(readTemplate(text)).toEqual([
    { name: "CPU", value: "1", line: 2, column: 1 },
    {
      name: "OS",
      line: 4,
      column: 1,
      value: [
        { name: "KERNEL", value: "/vmlinuz", line: 4, column: 8 },
        { name: "KERNEL_CMD", value: "ro xencons=tty console=tty1", line: 5, column: 8 },
      ],
    },
    { name: "MEMORY", value: "1024", line: 6, column: 1 },
    { name: "VCPU", value: "2", line: 6, column: 13 },
    { name: "EMPTY", value: "", line: 7, column: 1 },
  ]);
});

test("faults are told with line and column", () => {
  expect(fault("A = 1\nB two\n")).toBe("2:2 expected = after B (values with blanks need double quotes)");
  expect(fault('A = "open\nB = 1\n')).toBe("1:5 the quotes of A are not closed");
  expect(fault("A = [ B = 1 C = 2 ]\n")).toBe("1:13 expected , or ] after a value of a vector");
  expect(fault("A = [ B = 1,\n ]\n")).toBe("2:2 expected the name of an attribute: letters, digits and _");
  expect(fault("A = two words\n")).toStartWith("1:14 expected = after words");
  expect(fault("A = x]]>y\n")).toBe('1:5 "]]>" cannot be in a template');
  expect(fault("A = SGVsbG8=\n")).toStartWith("1:12 expected a new line after the value");
});

test("a vector that is not closed is told where it was opened, unless the fault is another", () => {
  const never = "the [ of A is never closed: write ] where its values end";
  expect(fault("X = 1\nA = [ B = 1")).toBe(`2:5 ${never}`);
  expect(fault("A = [ B = 1,\nC = [ D = 2 ]\n")).toBe(`1:5 ${never}`);
  expect(fault("A = [ B\nC = 1 ]\nD = [ E = 1 ]\n")).toBe(
    "1:8 expected = after B (values with blanks need double quotes)",
  );
  expect(fault('A = [ B = "x ]\n')).toBe("1:11 the quotes of B are not closed");
  expect(fault("A = [ B = , ]\n")).toBe("1:11 expected a value for B");
  expect(fault("A = ,\n")).toBe("1:5 expected a value for A");
});

test("an empty vector is none, and behind one the next attribute needs no blank", () => {
  expect(plain(readTemplate("A = []\nB = [ ]\nC = [\n ]\nD = 1\n"))).toEqual([["D", "1"]]);
  expect(plain(readTemplate("A = [ B = 1 ]C = 2\n"))).toEqual([
    ["A", new Map([["B", "1"]])],
    ["C", "2"],
  ]);
});

test("the end of CDATA is refused in the line of a value only", () => {
  expect(fault('# ]]>\nA = 1\n# ]]>\nB = "2"\n')).toBe("none");
  expect(fault('A = "x]]>"')).toBe('1:5 "]]>" cannot be in a template');
  expect(fault('A = "x\ny]]>"\n')).toBe('1:5 "]]>" cannot be in a template');
});

test("of several values of one name oned takes the first", () => {
  expect(firstValue(readTemplate("CPU=1\nCPU=2\n"), "CPU")).toBe("1");
  expect(firstValue(readTemplate("CPU=[A=1]\n"), "CPU")).toBeUndefined();
});

describe("what a real oned refuses is a fault, what it takes is read as it does", () => {
  /** oned takes them, but hardly as they were meant. */
  const STRICTER = ["bare quote inside", "quote unterminated", "ends with one backslash", "ends with two backslashes"];
  const texts = readFixture("6.10").parserCases.filter(({ input }) => !input.trim().startsWith("<"));
  expect(texts.length).toBeGreaterThan(80);
  for (const { name, input, result } of nonEmpty(texts)) {
    test(name, () => {
      if (result === undefined || STRICTER.includes(name) || name === "vector last value ends with backslash") {
        // Characters outside the BMP are refused on the way to oned, not by its parser.
        if (!/\p{Surrogate}|[\u{10000}-\u{10ffff}]/u.test(input)) expect(fault(input)).not.toBe("none");
      } else {
        expect(plain(readTemplate(input.replaceAll("\r", "")))).toEqual(model(input.replaceAll("\r", "")));
      }
    });
  }
});

test("whatever is read is what oned would read", () => {
  const texts = fc.string({ unit: fc.constantFrom(...'ABc1_="\\[],# \n') });
  let read = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (fault(text) !== "none") return;
      read += 1;
      expect(plain(readTemplate(text))).toEqual(model(text));
    }),
    { numRuns: 20_000 },
  );
  expect(read).toBeGreaterThan(500);
});
