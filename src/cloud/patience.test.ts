import { beforeEach, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { Patience } from "./patience.ts";

const WAIT = 10_000;
const wrongState = (state: string) => new OcciError("WRONG_STATE", `Could not attach, wrong state ${state}.`);

/** What happened, in its order: `try`, `look`, `pause MS`. */
let seen: string[];
let now: number;
let gone: AbortController;
const clock = {
  now: () => now,
  async sleep(ms: number, signal?: AbortSignal) {
    signal?.throwIfAborted();
    seen.push(`pause ${Math.round(ms)}`);
    now += ms;
  },
};
const patience = (wait = WAIT) => new Patience(clock, wait, () => gone.signal);

beforeEach(() => {
  [seen, now, gone] = [[], 1000, new AbortController()];
});

/** Tries what is refused so many times; the looks say what they are asked to, the last one for ever. */
async function retried(
  refusals: readonly (OcciError | Error)[],
  looks: readonly boolean[],
  patient = patience(),
): Promise<unknown> {
  const [left, sights] = [[...refusals], [...looks]];
  const attempt = async () => {
    seen.push("try");
    const refusal = left.length > 1 ? left.shift() : left.pop();
    if (refusal !== undefined) throw refusal;
    return "done";
  };
  const passes = async () => {
    seen.push("look");
    return (sights.length > 1 ? sights.shift() : sights[0]) ?? false;
  };
  return patient.retry(attempt, passes).catch((error: unknown) => error);
}
const always = (refusal: OcciError) => Array<OcciError>(100).fill(refusal);

describe("what is refused", () => {
  test("because of a state that passes is tried again: one look and one pause between two tries", async () => {
    expect(await retried([wrongState("PROLOG"), wrongState("BOOT")], [true])).toBe("done");
    expect(seen).toEqual(["try", "look", "pause 200", "try", "look", "pause 300", "try"]);
  });

  test("is tried again until WAIT is over in all, at pauses that grow to a second; then it is told when to come back", async () => {
    const error = await retried(always(wrongState("PROLOG")), [true]);
    expect(error).toMatchObject({ code: "WRONG_STATE", status: 409, retryAfter: 5 });
    expect(now).toBe(1000 + WAIT);
    const pauses = seen.filter((step) => step.startsWith("pause")).map((step) => Number(step.slice(6)));
    expect(pauses.slice(0, 6)).toEqual([200, 300, 450, 675, 1000, 1000]);
    expect(Math.max(...pauses)).toBe(1000);
    expect(seen.filter((step) => step === "try")).toHaveLength(pauses.length + 1);
    expect(seen.filter((step) => step === "look")).toHaveLength(pauses.length);
    expect(seen.at(-1)).toBe("try");
  });

  test("in a state that stays is refused at once", async () => {
    const refusal = wrongState("POWEROFF");
    expect(await retried([refusal, refusal], [false])).toBe(refusal);
    expect(seen).toEqual(["try", "look"]);
  });

  test("in a state that was over when it was looked at is tried once more, at once", async () => {
    expect(await retried([wrongState("PROLOG")], [false])).toBe("done");
    expect(seen).toEqual(["try", "look", "try"]);
    seen = [];
    const refusal = wrongState("PROLOG");
    expect(await retried([refusal, refusal], [false])).toBe(refusal);
    expect(seen).toEqual(["try", "look", "try", "look"]);
  });

  test("in a state that passed between two looks is tried once more", async () => {
    const unnamed = new OcciError("WRONG_STATE", "VM has to be RUNNING, POWEROFF or SUSPENDED to save disks.");
    expect(await retried([unnamed, unnamed], [true, false])).toBe("done");
    expect(seen).toEqual(["try", "look", "pause 200", "try", "look", "try"]);
    seen = [];
    expect(await retried([unnamed, unnamed, unnamed], [true, false])).toBe(unnamed);
    expect(seen).toEqual(["try", "look", "pause 200", "try", "look", "try", "look"]);
  });

  test("in a state that is seen to pass after a try at once is tried once more after it, too", async () => {
    const refusal = wrongState("PROLOG");
    expect(await retried([refusal, refusal, refusal], [false, true, false])).toBe("done");
    expect(seen).toEqual(["try", "look", "try", "look", "pause 200", "try", "look", "try"]);
  });

  test("with WAIT=0 is neither looked at nor tried again", async () => {
    const refusal = wrongState("PROLOG");
    expect(await retried([refusal, refusal], [true], patience(0))).toBe(refusal);
    expect(seen).toEqual(["try"]);
  });

  test("is not tried again for a client that is gone", async () => {
    gone.abort();
    expect(await retried(always(wrongState("PROLOG")), [true])).toMatchObject({ code: "WRONG_STATE" });
    expect(seen).toEqual(["try", "look"]);
  });

  test.each([
    new OcciError("OUTCOME_UNKNOWN", "Its answer was lost in state PROLOG."),
    new OcciError("ONED_UNREACHABLE", "OpenNebula cannot be reached."),
    new OcciError("INTERNAL", "The server failed while the machine was in state PROLOG."),
    new TypeError("a fault of the program"),
  ])("%s is no refusal", async (failure) => {
    expect(await retried([failure, failure], [true])).toBe(failure);
    expect(seen).toEqual(["try"]);
  });
});

describe("the time that a request waits", () => {
  test("is WAIT in all, whatever it waits for", async () => {
    const patient = patience();
    await retried([wrongState("PROLOG")], [true], patient);
    expect(patient.left()).toBe(WAIT - 200);
    expect(
      await patient.follow(
        async () => "BUSY",
        () => false,
      ),
    ).toBe("BUSY");
    expect([now, patient.left()]).toEqual([1000 + WAIT, 0]);
    expect(
      await patient.follow(
        async () => "BUSY",
        () => false,
      ),
    ).toBe("BUSY");
    expect(now).toBe(1000 + WAIT);
  });

  test("runs from the first time that there is something to wait for", () => {
    const patient = patience();
    now += 3_600_000;
    expect(patient.left()).toBe(WAIT);
    now += 400;
    expect(patient.left()).toBe(WAIT - 400);
    expect(patient.renewed().left()).toBe(WAIT);
  });
});
