import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { nonEmpty } from "../testing/non-empty.ts";
import { type OnedSim, startOnedSim } from "./index.ts";
import { methodNames } from "./methods.ts";
import { readFixture, readUsageFixture } from "./testing/fixture.ts";
import { DIFFERENT, IGNORED, UNRECORDED } from "./testing/recorded-differences.ts";
import { BEFORE, STEPS } from "./testing/recorded-setup.ts";
import { differences, type Outcome, replay } from "./testing/replay.ts";

for (const release of ["6.10", "7.4"] as const) {
  describe(`the stand-in answers as oned ${release} did`, () => {
    const fixture = readFixture(release);
    const outcomes = new Map<string, Outcome>();
    let sim: OnedSim;

    // The calls are one scenario: ids carry over, so they are made in the recorded order before they are compared.
    beforeAll(async () => {
      sim = await startOnedSim({ seed: "recording", version: release, stepMs: "manual" });
      const tokens = new Map<string, string>();
      for (const call of fixture.calls) {
        const steps = STEPS[call.name];
        if (steps === undefined) sim.settle();
        else sim.advance(steps);
        BEFORE[call.name]?.(sim);
        const outcome = await replay(sim, call, tokens);
        // A token that oned made by chance: the recorded one stands for ours from here on.
        if (call.method === "one.user.login" && call.text !== undefined && outcome.text !== undefined) {
          tokens.set(call.text, outcome.text);
          outcomes.set(call.name, { text: outcome.text.length === call.text.length ? call.text : outcome.text });
        } else outcomes.set(call.name, outcome);
      }
    });
    afterAll(() => sim.stop());

    for (const call of nonEmpty(fixture.calls)) {
      const reason = DIFFERENT[call.name];
      test(`${call.name}${reason === undefined ? "" : ` (differs: ${reason})`}`, () => {
        const found = differences(call, outcomes.get(call.name) ?? {}, IGNORED);
        if (reason === undefined) expect(found).toEqual([]);
        else expect(found).not.toEqual([]);
      });
    }

    test("every method of the stand-in is held against a recording", () => {
      const recorded = new Set(fixture.calls.map((call) => call.method));
      for (const { method } of readUsageFixture(release).calls) recorded.add(method);
      for (const name of UNRECORDED) recorded.add(name);
      expect(methodNames().filter((name) => !recorded.has(name))).toEqual([]);
    });

    test("nothing is prepared for, and nothing differs in, a call that was not recorded", () => {
      const names = new Set(fixture.calls.map((call) => call.name));
      const known = [...Object.keys(BEFORE), ...Object.keys(STEPS), ...Object.keys(DIFFERENT)];
      expect(known.filter((name) => !names.has(name))).toEqual([]);
    });
  });
}
