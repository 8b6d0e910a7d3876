import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { renamedAfter, renamedWith } from "./renaming.ts";

describe("a change that oned carries out in part", () => {
  test("is told as it is", async () => {
    const refusal = new OcciError("FORBIDDEN", "No.", { hint: "Ask.", retryAfter: 7 });
    const refuse = () => Promise.reject(refusal);
    expect(await renamedAfter(true, refuse).catch((error: unknown) => error)).toMatchObject({
      ...{ code: "FORBIDDEN", hint: "Ask.", retryAfter: 7 },
      message: "No. The rest of the request was carried out: only NAME is unchanged.",
    });
    expect(await renamedAfter(false, refuse).catch((error: unknown) => error)).toBe(refusal);
    const names: string[] = [];
    const once = async (name: string) => {
      if (names.length > 0) throw refusal;
      names.push(name);
    };
    const stuck = renamedWith(once, { name: "new", present: "old" }, refuse);
    expect(await stuck.catch((error: unknown) => error)).toMatchObject({
      message: "No. NAME has already been changed.",
    });
    for (const code of ["OUTCOME_UNKNOWN", "INTERNAL"] as const) {
      const lost = new OcciError(code, "Lost.");
      names.length = 0;
      const unknown = renamedWith(once, { name: "new", present: "old" }, () => Promise.reject(lost));
      expect(await unknown.catch((error: unknown) => error)).toBe(lost);
      expect(names).toEqual(["new"]);
    }
  });
});
