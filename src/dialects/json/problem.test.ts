import { expect, test } from "bun:test";
import { inputEntries } from "../../cloud/inputs.ts";
import { OcciError } from "../../errors.ts";
import { renderProblem } from "./problem.ts";
import { readDocument } from "./read.ts";
import { NewMachine, Problem } from "./schemas/index.ts";
import { writeDocument } from "./write.ts";

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof OcciError) return renderProblem(error, "0123456789abcdef");
    throw error;
  }
  throw new Error("not refused");
}

const LARGE = 900_000;
const large: readonly [string, () => unknown][] = [
  ["the name of a member", () => readDocument(NewMachine, JSON.stringify({ ["k".repeat(LARGE)]: 1 }))],
  ["the name of an input", () => inputEntries([], { ["k".repeat(LARGE)]: "x" })],
  ["the number of members", () => readDocument(NewMachine, JSON.stringify(manyMembers(60_000)))],
  ["the number of inputs", () => inputEntries([], manyMembers(60_000))],
];

function manyMembers(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`A${index}`, ""]));
}

test.each(large)("a refusal is short, however large is %s", (_, work) => {
  const problem = refusal(work);
  expect(problem.length).toBeLessThan(16_384);
  expect(JSON.parse(problem).errors.length).toBeGreaterThan(0);
});

test("a problem is written as the schema would write it", () => {
  const faults = [{ at: ["a/b", 0], message: "is too long" }];
  for (const details of [{ hint: "Send less." }, { faults }, {}]) {
    const problem = renderProblem(new OcciError("INVALID_REQUEST", "The document is wrong.", details), "id", "/prefix");
    expect(problem).toBe(writeDocument(Problem, JSON.parse(problem)));
    expect(JSON.parse(problem)).toMatchObject({
      type: "/prefix/api/v1/errors#invalid-request",
      hint: details.hint ?? null,
      errors: details.faults === undefined ? [] : [{ pointer: "/a~1b/0", detail: "is too long" }],
    });
  }
});
