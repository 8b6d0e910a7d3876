/** What a VM template asks its users. */
import { expect, test } from "bun:test";
import { inputSources, passwordsIn } from "./user-inputs.ts";

const source = (text: string) => inputSources(new Map([["A", text]]))[0];

test.each([
  ["M|text|How many", { mandatory: true, type: "text", description: "How many", parameters: "", initial: "" }],
  ["O|text|How many", { mandatory: false }],
  [
    " m | range | Size | 1..8 | 4 ",
    { mandatory: true, type: "range", description: "Size", parameters: "1..8", initial: "4" },
  ],
  ["O|list|Which| a,b |b", { type: "list", parameters: "a,b", initial: "b" }],
  ["O|text|Words| | one|two ", { parameters: "", initial: "one|two" }],
  ["O", { mandatory: false, type: "", description: "", parameters: "", initial: "" }],
  ["MO|text|x", { mandatory: false }],
  ["OM|text|x", { mandatory: false }],
  ["", { mandatory: false, type: "" }],
])("%j", (text, expected) => {
  expect(source(text)).toMatchObject({ name: "A", ...expected });
});

test("INPUTS_ORDER says which come first; the others stay in their order", () => {
  const inputs = new Map(["A", "B", "C", "D"].map((name) => [name, "O|text|x"]));
  const names = (order?: string) => inputSources(inputs, order).map(({ name }) => name);
  expect(names()).toEqual(["A", "B", "C", "D"]);
  expect(names("D, B")).toEqual(["D", "B", "A", "C"]);
  expect(names("none,C")).toEqual(["C", "A", "B", "D"]);
});

test("passwords are the values of inputs of that type", () => {
  const inputs = new Map([
    ["ROOT", "M|password|x"],
    ["OTHER", "O| PASSWORD |x"],
    ["NAME", "M|text|x"],
    ["UNSET", "O|password|x"],
  ]);
  const values = new Map([
    ["ROOT", "secret"],
    ["OTHER", "hidden"],
    ["NAME", "web"],
    ["FOREIGN", "x"],
  ]);
  expect(passwordsIn(inputs, values)).toEqual(["secret", "hidden"]);
});
