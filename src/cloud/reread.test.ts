/** What was just made or changed is read back; what that says where it cannot be read. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { Patience } from "./patience.ts";
import { changed, created } from "./reread.ts";
import { failureOf, testClock } from "./testing/over-sim.ts";

/** Answers one after the other; the last stays. */
function reading(...answers: readonly (string | Error)[]) {
  const left = [...answers];
  return async () => {
    const now = left.length > 1 ? left.shift() : left[0];
    if (now instanceof Error) throw now;
    return now ?? "";
  };
}
const away = new OcciError("ONED_UNREACHABLE", "away");
const failed = new OcciError("ONED_FAILED", "broken");
const forbidden = new OcciError("FORBIDDEN", "no");

describe("what was made", () => {
  const make = (...answers: readonly (string | Error)[]) =>
    created({ patience: new Patience(testClock(), 1_000) }, 7, "storage", reading(...answers));

  test("is read until oned shows it", async () => {
    expect(await make("7")).toBe("7");
    expect(await make(away, failed, new Error("cut off"), "7")).toBe("7");
  });

  test("is named where oned does not: nobody must make it again", async () => {
    for (const error of [away, failed, new Error("cut off")]) {
      const thrown = await make(error).catch((one: OcciError) => one);
      expect(thrown).toMatchObject({
        code: "OUTCOME_UNKNOWN",
        message: "The storage 7 was created, but OpenNebula does not show it yet.",
        hint: "Check it before you create another one: GET /storage/7.",
      });
      expect((thrown as OcciError).cause).toBe(error);
    }
  });

  test("is refused as oned refuses to show it, at once", async () => {
    expect(await failureOf(make(forbidden, "7"))).toBe("FORBIDDEN: no");
  });
});

describe("what was changed", () => {
  test("is read again, or shown as it was last where the change has closed it to the user", async () => {
    expect(await changed("last", reading("now"))).toBe("now");
    expect(await changed("last", reading(forbidden))).toBe("last");
  });

  test("is an error where it cannot be read for another reason, or was not closed", async () => {
    expect(await failureOf(changed(undefined, reading(forbidden)))).toBe("FORBIDDEN: no");
    expect(await failureOf(changed("last", reading(away)))).toBe("ONED_UNREACHABLE: away");
    expect(await failureOf(changed("last", reading(new Error("cut off"))))).toBe("not ours: cut off");
  });
});
