/** Objects that were deleted: how long they are looked at. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import { Patience } from "../patience.ts";
import { failureOf, testClock } from "../testing/over-sim.ts";
import { leaving } from "./leaving.ts";

const GONE = new OcciError("NOT_FOUND", "no");

/** Looks at an object that shows as these say; the last stays. */
async function left(shows: readonly (string | Error)[], wait = 10_000) {
  const rest = [...shows];
  let looks = 0;
  const look = async (): Promise<string> => {
    looks += 1;
    const now = rest.length > 1 ? rest.shift() : rest[0];
    if (now instanceof Error) throw now;
    return now ?? "";
  };
  const clock = testClock();
  const seen: { last: string | undefined } = { last: "never seen" };
  const failure = await failureOf(leaving(look, new Patience(clock, wait)).then((one) => (seen.last = one)));
  return { ...seen, failure, looks, waited: clock.now() };
}

describe("an object", () => {
  test("that is gone is looked at once", async () => {
    expect(await left([GONE])).toEqual({ last: undefined, failure: "no error", looks: 1, waited: 0 });
  });

  test("that goes is looked at until it is gone", async () => {
    expect(await left(["deleting", "deleting", GONE])).toMatchObject({ last: undefined, looks: 3 });
  });

  test("that stays is shown as it was last, when the time is over", async () => {
    expect(await left(["deleting"], 1000)).toMatchObject({ last: "deleting", failure: "no error", waited: 1000 });
    expect(await left(["deleting"], 0)).toMatchObject({ last: "deleting", looks: 1 });
  });

  test("that cannot be read is an error", async () => {
    for (const error of [new OcciError("FORBIDDEN", "no"), new Error("no")]) {
      expect((await left([error])).failure).toEndWith(": no");
    }
  });
});
