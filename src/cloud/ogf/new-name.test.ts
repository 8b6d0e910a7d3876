/** Names of new objects. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import { failureOf } from "../testing/over-sim.ts";
import { newNotes, summaryIn, titleIn, withName } from "./new-name.ts";

const taken = new OcciError("NAME_TAKEN", "taken");
async function names(title: string | undefined, ...refusals: readonly OcciError[]): Promise<string[]> {
  const tried: string[] = [];
  const left = [...refusals];
  const made = withName(title, "network", async (name) => {
    tried.push(name);
    const refusal = left.shift();
    if (refusal !== undefined) throw refusal;
  });
  await made.catch((error: OcciError) => tried.push(error.code));
  return tried;
}

describe("the name of a new object", () => {
  test("is its title, or the title without what oned does not take", async () => {
    expect(await names("web")).toEqual(["web"]);
    expect(await names("web: 1")).toEqual(["web 1"]);
  });

  test("is made where there is no title, or nothing left of it", async () => {
    for (const title of [undefined, "::"])
      expect(await names(title)).toEqual([expect.stringMatching(/^network-[0-9a-f]{8}$/)]);
  });

  test("that is taken is the user's clash where it is the title itself", async () => {
    expect(await names("web", taken)).toEqual(["web", "NAME_TAKEN"]);
  });

  test("that is taken gets another end where it is a cleaned copy", async () => {
    expect(await names("web: 1", taken)).toEqual(["web 1", expect.stringMatching(/^web 1-[0-9a-f]{8}$/)]);
    expect(await names("web: 1", taken, taken)).toEqual(["web 1", expect.any(String), "NAME_TAKEN"]);
  });

  test("that is refused for another reason is tried once", async () => {
    expect(await names("web: 1", new OcciError("FORBIDDEN", "no"))).toEqual(["web 1", "FORBIDDEN"]);
    expect(await failureOf(withName("a:", "x", () => Promise.reject(new Error("lost"))))).toBe("not ours: lost");
  });
});

test("title and summary of a request are texts that say something", () => {
  const attributes = (title: string, summary: string) =>
    new Map([
      ["occi.core.title", title],
      ["occi.core.summary", summary],
    ]);
  expect([titleIn(attributes("", "")), summaryIn(attributes("", " "))]).toEqual([undefined, undefined]);
  expect([titleIn(new Map([["occi.core.title", 7]])), summaryIn(new Map())]).toEqual([undefined, undefined]);
  expect(newNotes(attributes("a: b", "mine"))).toEqual([
    ["OCCI_TITLE", "a: b"],
    ["DESCRIPTION", "mine"],
  ]);
  expect(newNotes(attributes("web", ""))).toEqual([]);
});
