/** Scheduled actions, monitoring, accounting and showback, as recorded of a oned whose VMs are those of the seed. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { nonEmpty } from "../testing/non-empty.ts";
import { type OnedSim, startOnedSim } from "./index.ts";
import { readUsageFixture } from "./testing/fixture.ts";
import { IGNORED, OTHER_TEMPLATES } from "./testing/recorded-differences.ts";
import { differences, type Outcome, replay } from "./testing/replay.ts";

for (const release of ["6.10", "7.4"] as const) {
  const ignored = new RegExp(`${IGNORED.source}|${OTHER_TEMPLATES.source}`);
  describe(`the stand-in answers as oned ${release} did`, () => {
    const { calls } = readUsageFixture(release);
    const outcomes = new Map<string, Outcome>();
    let sim: OnedSim;

    // The calls are one scenario: ids carry over.
    beforeAll(async () => {
      sim = await startOnedSim({ seed: "recording", version: release, stepMs: "manual" });
      for (const call of calls) {
        outcomes.set(call.name, await replay(sim, call, new Map()));
        sim.settle();
      }
    });
    afterAll(() => sim.stop());

    test.each(nonEmpty(calls).map((call) => [call.name, call] as const))("%s", (name, call) => {
      expect(differences(call, outcomes.get(name) ?? {}, ignored)).toEqual([]);
    });
  });
}
