/** Inputs of VM templates: what USER_INPUTS declares, and which values are taken. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { OcciError } from "../errors.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { type InputValue, inputEntries, inputsOf, shownInput } from "./inputs.ts";

/** A template of every type of input, as a real oned was recorded to keep it. */
const DECLARED = {
  TXT: "M|text|A word",
  TXT64: "O|text64|Some lines| |aGVsbG8K",
  PW: "M|password|A password",
  NUM: "M|number|A number| |5",
  FLT: "O|number-float|A float| |0.5",
  RNG: "M|range|From to|1..10|3",
  RNGF: "O|range-float|From to|0.5..2.5|1.5",
  LST: "M|list|One of|a,b,c|b",
  MULTI: "O|list-multiple|Some of|x,y,z|x,z",
  BOOL: "M|boolean|Yes or no| |NO",
  FIX: "M|fixed|Fixed| |always",
  MEMORY: "M|range||128..512|256",
};
const ORDER = "TXT,PW,NUM,RNG,LST,MULTI,BOOL";
const of = (inputs: Record<string, string>, order?: string) =>
  inputsOf({
    inputs: new Map(Object.entries(inputs)),
    notes: new Map(order === undefined ? [] : [["INPUTS_ORDER", order]]),
  });
const ALL = of(DECLARED, ORDER);
const GIVEN = { TXT: "hello", PW: "secret" };

const entries = (sent: Record<string, InputValue>, inputs = ALL) => Object.fromEntries(inputEntries(inputs, sent));
function faultsOf(sent: Record<string, InputValue>, inputs = ALL): string[] {
  try {
    inputEntries(inputs, sent);
  } catch (error) {
    if (error instanceof OcciError) return error.faults.map(({ at, message }) => `/${at.join("/")} ${message}`);
    throw error;
  }
  return [];
}

describe("what a template declares", () => {
  test("comes in the order of INPUTS_ORDER, and what it does not name after that", () => {
    expect(ALL.map(({ name }) => name).join(" ")).toBe("TXT PW NUM RNG LST MULTI BOOL TXT64 FLT RNGF FIX MEMORY");
    expect(of(DECLARED).map(({ name }) => name)).toEqual(Object.keys(DECLARED));
    expect(of(DECLARED, "").map(({ name }) => name)).toEqual(Object.keys(DECLARED));
  });

  test("has type, limits, options and default", () => {
    const [lst] = of({ LST: DECLARED.LST });
    expect(lst).toEqual({
      name: "LST",
      type: "choice",
      required: true,
      description: "One of",
      options: ["a", "b", "c"],
      default: "b",
    });
    const [rng] = of({ RNGF: DECLARED.RNGF });
    expect(rng).toMatchObject({ type: "number", required: false, minimum: 0.5, maximum: 2.5, default: "1.5" });
    const [text64] = of({ T: DECLARED.TXT64 });
    expect(text64?.default).toBe("hello\n");
  });

  test("may have three parts, an unknown type, a range that is none, a default with the separator", () => {
    expect(of({ A: "O|text|words" })).toEqual([{ name: "A", type: "text", required: false, description: "words" }]);
    expect(of({ A: "M|colour|Which" })[0]?.type).toBe("text");
    expect(of({ A: "M|range|Odd|1-10" })[0]).not.toHaveProperty("minimum");
    expect(of({ A: "O|text|d||a|b" })[0]?.default).toBe("a|b");
    expect(of({ A: "" })).toEqual([{ name: "A", type: "text", required: false }]);
  });

  test("may be wrong: what is left of it can still be used", () => {
    const [reversed] = of({ A: "M|range|Odd|10..1|5" });
    expect(reversed).toMatchObject({ minimum: 1, maximum: 10 });
    expect(entries({}, of({ A: "M|range|Odd|10..1|5" }))).toEqual({ A: "5" });
    for (const type of ["list", "list-multiple"]) {
      const inputs = of({ A: `O|${type}|Nothing to choose|,,|x` });
      expect(inputs[0]).toEqual({
        name: "A",
        type: "text",
        required: false,
        description: "Nothing to choose",
        default: "x",
      });
      expect(entries({ A: "anything" }, inputs)).toEqual({ A: "anything" });
    }
  });

  test("is called required in a hint only where a request must have a value", () => {
    const inputs = of({ A: "M|text|a", B: "M|text|b||default", C: "M|fixed|c", D: "O|text|d" });
    expect(() => inputEntries(inputs, { E: "x" })).toThrow(
      expect.objectContaining({ hint: "The inputs of the template: A (required), B, C, D." }),
    );
  });

  test("is grouped as the appliances of OpenNebula's market are", () => {
    const names = ["ONEAPP_VNF_DNS_ENABLED", "ONEAPP_X", "MY_ONEAPP_VNF_DNS", "ONEAPP_VNF_"];
    const groups = of(Object.fromEntries(names.map((name) => [name, "O|text|x"]))).map(({ group }) => group);
    expect(groups).toEqual(["VNF", undefined, undefined, undefined]);
  });

  test("has names that a template can hold", () => {
    const names = ["A", "_A1", "1A", "a", "A-B", "A B", ""];
    expect(of(Object.fromEntries(names.map((name) => [name, "O|text|x"]))).map(({ name }) => name)).toEqual([
      "A",
      "_A1",
    ]);
  });

  test("has options without the blanks around them, and limits of ranges alone", () => {
    expect(of({ A: "O|LIST|x| a , b ,,|" })[0]?.options).toEqual(["a", "b"]);
    expect(of({ A: "O|Range|x|1..2" })[0]).toMatchObject({ type: "integer", minimum: 1, maximum: 2 });
    for (const type of ["number", "arrange", "text"])
      expect(of({ A: `O|${type}|x|1..2` })[0]).not.toHaveProperty("minimum");
  });

  test("is shown without the default of a password", () => {
    const [password] = of({ PW: "O|password|Secret||canary" });
    expect(password && shownInput(password)).toEqual({
      name: "PW",
      type: "password",
      required: false,
      description: "Secret",
    });
    expect(ALL.map(shownInput).find(({ name }) => name === "NUM")?.default).toBe("5");
  });
});

describe("values", () => {
  test("that are left out are the defaults", () => {
    expect(entries(GIVEN)).toEqual({
      TXT: "hello",
      PW: "secret",
      NUM: "5",
      RNG: "3",
      LST: "b",
      MULTI: "x,z",
      BOOL: "NO",
      TXT64: "aGVsbG8K",
      FLT: "0.5",
      RNGF: "1.5",
      FIX: "always",
      MEMORY: "256",
    });
  });

  test("an optional input without a default adds nothing", () => {
    expect(entries({}, of({ A: "O|text|d", B: "O|number|n" }))).toEqual({});
  });

  test("a fixed input without a value asks for nothing, and takes nothing", () => {
    const fixed = of({ FIX: "M|fixed|f" });
    expect(entries({}, fixed)).toEqual({});
    expect(faultsOf({ FIX: "x" }, fixed)).toHaveLength(1);
  });

  test("the default of a password is used", () => {
    expect(entries({}, of({ PW: "M|password|Secret||canary" }))).toEqual({ PW: "canary" });
  });

  test.each([
    ["NUM", 7, "7"],
    ["NUM", "-7", "-7"],
    ["FLT", 0.25, "0.25"],
    ["RNG", 10, "10"],
    ["RNGF", "2.5", "2.5"],
    ["LST", "c", "c"],
    ["MULTI", ["z", "x", "z"], "z,x"],
    ["MULTI", "x, y", "x,y"],
    ["MULTI", [], ""],
    ["BOOL", true, "YES"],
    ["BOOL", "no", "NO"],
    ["FIX", "always", "always"],
    ["TXT64", "two\nlines", "dHdvCmxpbmVz"],
    ["TXT", "", ""],
    ["NUM", " 7 ", "7"],
    ["NUM", "123456789012345", "123456789012345"],
    ["FLT", "-12.25", "-12.25"],
    ["FLT", "12", "12"],
    ["FLT", "1e5", "1e5"],
    ["FLT", "1.5E-10", "1.5E-10"],
    ["RNG", 1, "1"],
    ["RNGF", "0.5", "0.5"],
    ["MULTI", "x,,y,", "x,y"],
    ["MULTI", ["", "x"], "x"],
    ["BOOL", "1", "YES"],
    ["BOOL", "TRUE", "YES"],
    ["BOOL", 0, "NO"],
    ["BOOL", "False", "NO"],
    ["NUM", "", "5"],
    ["LST", "", "b"],
    ["TXT64", "", ""],
    ["TXT", "x".repeat(65_536), "x".repeat(65_536)],
  ] as [string, InputValue, string][])("%s takes %j", (name, sent, kept) => {
    expect(entries({ ...GIVEN, [name]: sent })[name] ?? "").toBe(kept);
  });

  test.each([
    ["CPU", "0", "a number above 0"],
    ["VCPU", "0", "a whole number above 0"],
    ["MEMORY", "0", "a whole number of MiB above 0"],
  ])("the size %s is refused for %j", (name, sent, wanted) => {
    expect(faultsOf({ [name]: sent }, of({ [name]: "M|number|size" }))).toEqual([
      `/inputs/${name} Input ${name} must be ${wanted}.`,
    ]);
    expect(entries({ [name]: "1" }, of({ [name]: "M|number|size" }))).toEqual({ [name]: "1" });
  });

  test.each([
    ["CPU", ["0.5", "12.25", "123456", "1.123456789012345"], ["1234567", "-1", "1e2", "0.0"]],
    ["VCPU", ["12", "123456"], ["1234567", "-1", "1.5"]],
    ["MEMORY", ["512", "1234567890"], ["12345678901", "-1", "1.5"]],
  ])("the size %s has at most so many digits", (name, good, wrong) => {
    const inputs = of({ [name]: "M|number-float|size" });
    for (const sent of nonEmpty(good)) expect(entries({ [name]: sent }, inputs)).toEqual({ [name]: sent });
    for (const sent of nonEmpty(wrong)) expect([sent, faultsOf({ [name]: sent }, inputs).length]).toEqual([sent, 1]);
    const text = of({ [name]: "M|text|size" });
    for (const sent of ["x1", "1x", " 1"]) expect([sent, faultsOf({ [name]: sent }, text).length]).toEqual([sent, 1]);
  });

  test("that are empty are sent where an input is required, and left out otherwise", () => {
    expect(inputEntries(of({ A: "M|text|a", B: "O|text|b" }), { A: "", B: "" })).toEqual([["A", ""]]);
    expect(inputEntries(of({ A: "M|list-multiple|a|x,y|x", B: "O|list-multiple|b|x,y|x" }), { A: [], B: [] })).toEqual([
      ["A", ""],
    ]);
  });

  test("for inputs that are not there are named, shortened, with those that are", () => {
    const hint = (inputs: Parameters<typeof inputEntries>[0]) => {
      try {
        inputEntries(inputs, { ["X".repeat(80)]: "x" });
      } catch (error) {
        const { message, hint: said } = error as OcciError;
        return `${message} ${said}`;
      }
      return "no fault";
    };
    expect(hint([])).toBe(`The template has no input ${"X".repeat(64)}. The template has no inputs.`);
    expect(hint(of({ A: "O|text|a" }))).toEndWith("The inputs of the template: A.");
  });

  test.each(["..8", " ..8", "1..", "1.. ", "..", "1..2..3", "one..8"])(
    "%j is no range: any number is taken",
    (range) => {
      expect(entries({ R: "99" }, of({ R: `M|range|x|${range}` }))).toEqual({ R: "99" });
    },
  );

  test("a range may have blanks around its numbers", () => {
    expect(faultsOf({ R: 9 }, of({ R: "M|range|x| 1 .. 8 " }))).toEqual(["/inputs/R Input R must be from 1 to 8."]);
  });

  test.each([
    ["NUM", 1.5, "Input NUM must be a whole number."],
    ["NUM", "five", "Input NUM must be a whole number."],
    ["FLT", "1,5", "Input FLT must be a number."],
    ["FLT", Number.NaN, "Input FLT must be a number."],
    ["RNG", 0, "Input RNG must be from 1 to 10."],
    ["RNG", 11, "Input RNG must be from 1 to 10."],
    ["RNGF", 2.51, "Input RNGF must be from 0.5 to 2.5."],
    ["LST", "d", 'Input LST must be one of "a", "b", "c".'],
    ["LST", ["a"], "Input LST must be a single value."],
    ["MULTI", ["x", "q"], 'Input MULTI must be any of "x", "y", "z".'],
    ["BOOL", "maybe", "Input BOOL must be true or false."],
    ["BOOL", "eyes", "Input BOOL must be true or false."],
    ["BOOL", "yes!", "Input BOOL must be true or false."],
    ["BOOL", "10", "Input BOOL must be true or false."],
    ["BOOL", "casino", "Input BOOL must be true or false."],
    ["NUM", "1234567890123456", "Input NUM must be a whole number."],
    ["NUM", "x7", "Input NUM must be a whole number."],
    ["NUM", "7x", "Input NUM must be a whole number."],
    ["FLT", "1e100", "Input FLT must be a number."],
    ["FLT", "1.", "Input FLT must be a number."],
    ["FLT", "x1", "Input FLT must be a number."],
    ["FLT", "1x", "Input FLT must be a number."],
    ["FIX", "other", "Input FIX is fixed by the template and cannot be changed."],
    ["MEMORY", 1024, "Input MEMORY must be from 128 to 512."],
    [
      "TXT",
      "x@^_^@FILES=/etc/shadow",
      "Input TXT holds a part of @^_^@, which OpenNebula reads as the end of a value.",
    ],
    ["TXT", "a]]>b", 'Input TXT holds "]]>", which OpenNebula cannot store.'],
    ["TXT", "a\u0007b", "Input TXT holds the character U+0007, which OpenNebula cannot store."],
    ["PW", "^@", "Input PW holds a part of @^_^@, which OpenNebula reads as the end of a value."],
    ["TXT", "x".repeat(65_537), "Input TXT must have at most 65536 characters."],
    ["NOPE", "x", "The template has no input NOPE."],
    ["__proto__", "x", "The template has no input __proto__."],
  ] as [string, InputValue, string][])("%s refuses %p", (name, sent, message) => {
    const values = Object.fromEntries([...Object.entries(GIVEN), [name, sent]]);
    expect(faultsOf(values)).toEqual([`/inputs/${name} ${message}`]);
  });

  test("all faults are told at once, those of required inputs too", () => {
    expect(faultsOf({ NUM: "x", LST: "q" })).toEqual([
      "/inputs/TXT Input TXT is required.",
      "/inputs/PW Input PW is required.",
      "/inputs/NUM Input NUM must be a whole number.",
      '/inputs/LST Input LST must be one of "a", "b", "c".',
    ]);
    expect(() => inputEntries(ALL, {})).toThrow("Input TXT is required. There is 1 fault more.");
  });

  test("whatever is sent, an integer within its range or a fault comes of it", () => {
    const rng = of({ RNG: DECLARED.RNG });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean()), (sent) => {
        if (faultsOf({ RNG: sent }, rng).length > 0) return;
        const kept = Number(entries({ RNG: sent }, rng).RNG);
        expect(Number.isInteger(kept) && kept >= 1 && kept <= 10).toBe(true);
      }),
    );
  });
});
