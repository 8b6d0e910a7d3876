import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { holdsMarks, MisplacedValue, Slots } from "./slots.ts";

/** Renders `{}` in the text as the value. */
function fill(text: string, ...values: unknown[]): string {
  const slots = new Slots();
  let out = text;
  for (const value of values) {
    const mark = slots.add(value);
    out = out.replace("{}", () => mark);
  }
  return slots.fill(out);
}

describe("between double quotes any value stays a value", () => {
  test("quotes are escaped, the rest is as it was", () => {
    expect(fill('A = "{}"', 'x"\nB = "y')).toBe('A = "x\\"\nB = \\"y"');
    expect(fill('A = "<{}> {}"', "[", "#")).toBe('A = "<[> #"');
  });

  test.each(["A = ", "A =\t", "A=", "A = \t ", "A\t=\t"])("whatever blanks stand in front of them: %j", (start) => {
    expect(fill(`${start}"x # {}"`, '"')).toBe(`${start}"x # \\""`);
  });

  test("in a vector and behind a comment with quotes too", () => {
    expect(fill('# it\'s "fine\nV = [ A = "{}", B = "{}" ]', '" ]', "#")).toBe(
      '# it\'s "fine\nV = [ A = "\\" ]", B = "#" ]',
    );
  });

  test("an empty value changes nothing around it", () => {
    expect(fill('A = {}"{}"\nB = "\\{}" {}', "", 'x "y"', "", "b")).toBe('A = "x \\"y\\""\nB = "\\" b');
  });

  test("undefined and null are empty", () => expect(fill('A = "{}{}"', undefined, null)).toBe('A = ""'));

  test("a backslash of the template before a value does not end the quotes", () => {
    expect(fill('A = "C:\\{}" {}', '"', "b")).toBe('A = "C:\\\\"" b');
  });
});

describe("outside of them only what has no meaning in the syntax", () => {
  test("numbers, words, addresses", () => {
    expect(fill("A = {}\nB = {}\nC{} = 1", 7, "10.0.0.1/24", "_X")).toBe("A = 7\nB = 10.0.0.1/24\nC_X = 1");
  });

  test("a quote that opens no value opens no quotes", () => {
    expect(() => fill('A = it"s {}', "x = 1")).toThrow(OcciError);
  });

  test("anything else is refused, and the cause says what the template should write", () => {
    for (const value of ["a b", "x,EVIL=1", "1\nCPU=64", "#", '"', "[", "=", "\\"]) {
      try {
        fill('OK = "1"\nMEMORY = {}', value);
        throw new Error(`${value} was let through`);
      } catch (error) {
        expect(error).toBeInstanceOf(OcciError);
        expect((error as OcciError).message).toStartWith("MEMORY holds a character");
        expect((error as OcciError).cause).toBeInstanceOf(MisplacedValue);
        expect(((error as OcciError).cause as MisplacedValue).line).toBe(2);
      }
    }
  });

  test("the cause shows nothing of other values to a log", () => {
    try {
      fill('A = "{}"\nB = {}', "secret", "x y");
    } catch (error) {
      expect(Bun.inspect(error)).not.toContain("secret");
      return;
    }
    throw new Error("was let through");
  });
});

test("in a comment a value stays on its line", () => {
  expect(fill("# for {}\nA = 1", 'x\nEVIL = "1"')).toBe('# for x EVIL = "1"\nA = 1');
});

test("a value that looks like a mark is refused, so none can stand for another", () => {
  const slots = new Slots();
  const text = `A = "${slots.add("secret")}" B = "${slots.add("\u00010\u0002")}"`;
  expect(() => slots.fill(text)).toThrow("B holds the character U+0001");
  expect([holdsMarks("\u0001"), holdsMarks("plain")]).toEqual([true, false]);
});
