/** Quoting read back, and input that nobody should write. OCCI_FUZZ_CASES=100000 for a long run. */

import { expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { anyCharacter } from "../testing/any-character.ts";
import { processorTime } from "../testing/processor-time.ts";
import { parseConfig } from "./load.ts";
import { readAssignments } from "./reader.ts";

const RUNS = Number(process.env.OCCI_FUZZ_CASES ?? 4_000);

function read(text: string, environment: Record<string, string> = {}) {
  return readAssignments(text, {
    file: "f",
    environment,
    lists: new Set(["VM_TYPE"]),
    isOption: (name) => name === "PORT",
  });
}

/** Any text that a file can hold: no NUL, and nothing that is not Unicode. */
const anyText = fc.string({ unit: anyCharacter, maxLength: 40 }).filter((text) => !/[\0\ufffd]/.test(text));

const STYLES: Readonly<Record<string, (text: string) => string>> = {
  "in single quotes": (text) => `'${text.replaceAll("'", `'\\''`)}'`,
  "in double quotes": (text) => `"${text.replace(/[\\"$`]/g, "\\$&")}"`,
  // A backslash before a line's end joins the lines, so that only quotes carry one.
  "with backslashes": (text) =>
    text.replace(/[\s\S]/gu, (character) => (character === "\n" ? "'\n'" : `\\${character}`)),
  "in all of them, one after the other": (text) =>
    [...text].map((character, index) => STYLES[STYLE_NAMES[index % 3] as string]?.(character)).join(""),
};
const STYLE_NAMES = Object.keys(STYLES);

for (const [style, quote] of Object.entries(STYLES)) {
  test(`any text ${style} reads back equal`, () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // Line ends of Windows are taken for those of Unix.
        const wanted = text.replaceAll("\r", "");
        const { assignments, faults } = read(`A=${quote(wanted)} B='next'\nVM_TYPE=[ A = ${quote(wanted)}, B=next ]`);
        expect(faults).toEqual([]);
        expect(assignments.slice(0, 2).map(({ value }) => value)).toEqual([wanted, "next"]);
        expect(assignments[2]?.value).toMatchObject([
          { name: "A", value: wanted },
          { name: "B", value: "next" },
        ]);
      }),
      { numRuns: 2_000 },
    );
  });
}

/** Half of it is made of what means something to the reader. */
const pieces = fc.constantFrom(
  ..."\n \t\\'\"$`{}[](),;&|<>#=~-:@",
  ...[
    "export ",
    "VM_TYPE=[",
    "NAME=",
    "PORT=",
    "${A:-",
    `\${A}`,
    "$A",
    "$(",
    "A=",
    "A=$A$A$A$A\n",
    "\\\n",
    "\r\n",
    "\ufeff",
    "x",
  ],
);
const hostile = fc.oneof(
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 30 }).map((parts) => parts.join("")),
  fc.string({ unit: anyCharacter, maxLength: 60 }),
);

test(
  `${RUNS} random files: no exception, an end, faults with places inside the file`,
  () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { faults } = parseConfig(text, "/f", { A: "a" });
        const lines = text.split("\n").length;
        const outside = faults.filter(({ line = 1, column = 1 }) => line < 1 || line > lines || column < 1);
        expect(outside).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  },
  60_000 + RUNS,
);

test("long hostile files are read in little time", () => {
  const files = [
    "A='\n".repeat(50_000),
    'A="${B:-\n'.repeat(50_000),
    "VM_TYPE=[NAME=\n".repeat(50_000),
    `A=${"${A:-".repeat(100_000)}`,
    `A=x\n${"A=$A$A\n".repeat(100_000)}`,
    `A=${"x".repeat(60_000)}\n${"B=$A$A\n".repeat(50_000)}`,
    "\\\n".repeat(400_000),
    "#\n".repeat(500_000),
    "PORT=1\n".repeat(140_000),
    "x=".repeat(500_000),
    "~".repeat(60_000),
  ];
  const taken = processorTime(() => {
    for (const file of files) expect(parseConfig(file, "/f", {}).faults.length).toBeLessThan(150_000);
  });
  expect(taken).toBeLessThan(10_000);
}, 30_000);

test("what reads the text can open no file and start no program", () => {
  const files = [
    "cursor",
    "fault",
    "../ip-address",
    "list",
    "nearest-name",
    "options",
    "options/browsers",
    "options/clients",
    "options/cloud",
    "options/dialects",
    "options/limits",
    "options/oned",
    "options/option",
    "options/service",
    "reader",
    "value-types",
    "values",
    "vm-type",
    "web-types",
    "word",
  ];
  const modules = [...files, "config"].map((file) => join(import.meta.dir, `${file}.ts`));
  const harmless = [...modules, "node:net", "ipaddr.js", "fastest-levenshtein"];
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  for (const file of files) {
    const module = join(import.meta.dir, `${file}.ts`);
    const source = readFileSync(module, "utf8");
    const imports = transpiler
      .scanImports(source)
      .map(({ path }) => (path.startsWith(".") ? join(dirname(module), path) : path));
    expect(imports.filter((path) => !harmless.includes(path))).toEqual([]);
    // What is required by name is among the imports.
    expect(source.replace(/\brequire\("[^"]*"\)/g, "")).not.toMatch(
      /\bBun\.|\bprocess\.|\brequire\(|\beval\(|\bFunction\(|\bimport\(/,
    );
  }
});

test("a command in the file is not run", () => {
  const directory = mkdtempSync(join(tmpdir(), "occi-config-"));
  try {
    const ran = join(directory, "ran");
    const text = `A=$(touch ${ran})\nB="\`touch ${ran}\`"\ntouch ${ran}\nC=<(touch ${ran})\nD=x >${ran}`;
    expect(parseConfig(text, "/f", process.env).config).toBeUndefined();
    expect(existsSync(ran)).toBe(false);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("places are lines and columns from 1, after joined lines and quotes of several lines too", () => {
  const { assignments, faults } = read("A='1\n2' \\\n  B=x  C=$(y)\n\n\tD=z");
  expect(assignments.map(({ name, line, column }) => [name, line, column])).toEqual([
    ["A", 1, 1],
    ["B", 3, 3],
    ["C", 3, 8],
    ["D", 5, 2],
  ]);
  expect(faults).toMatchObject([{ line: 3, column: 10 }]);
});

test("variables are those of earlier lines, else of the environment, and each use is told", () => {
  const { assignments, used } = read(`A=$X\nX=file\nB=$X\nC=\${Y-y}`, { X: "environment" });
  expect(assignments.map(({ value }) => value)).toEqual(["environment", "file", "file", "y"]);
  expect([...used]).toEqual(["X", "Y"]);
});

test.each(["a", "/", "%", "a%"])(
  "a value of %s has 64 Ki characters at most, and the place of one too many is told",
  (unit) => {
    const longest = unit.repeat((64 * 1024) / unit.length);
    expect(read(`A=${longest}\nB=1`)).toMatchObject({ assignments: [{ value: longest }, { value: "1" }], faults: [] });
    expect(read(`A=${longest}b`).faults).toMatchObject([{ line: 1, column: 3 + longest.length }]);
  },
);

test("characters that mean themselves and others follow each other in a value", () => {
  const { assignments, faults } = read('A=/var/lib_1/x.y-z~user"quoted part"/more\\ 7$B', { B: "/b" });
  expect([assignments[0]?.value, faults]).toEqual(["/var/lib_1/x.y-z~userquoted part/more 7/b", []]);
  expect(read("A=/var/x:~user").faults).toMatchObject([{ column: 10, message: "~USER is not supported" }]);
});
