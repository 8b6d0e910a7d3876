import { expect, test } from "bun:test";
import { testConfig } from "../http/testing/config.ts";
import { createReloader, mergeAtRunTime, type ReloadOutcome } from "./reload.ts";

test("what only a restart can change keeps its value and is named", () => {
  const running = testConfig("/a", { port: 4567, baseUrl: "https://cloud:4567" });
  const wanted = testConfig("/b", { port: 4568, baseUrl: "https://cloud:4568", bodyLimit: 7, vmTypes: [] });
  const { config, kept } = mergeAtRunTime(running, wanted);
  expect(kept).toEqual(["PORT", "IMAGE_DIR", "STATE_DIR"]);
  expect(config).toEqual({ ...running, templateLocation: "/b/templates", bodyLimit: 7, vmTypes: [] });
  expect(Object.isFrozen(config)).toBe(true);
});

test("of SERVER and HOST, the one that was typed is named", () => {
  const local = testConfig("/a", { server: "localhost", host: "127.0.0.1" });
  const kept = (wanted: Partial<typeof local>) => mergeAtRunTime(local, testConfig("/a", { ...local, ...wanted })).kept;
  expect(kept({ server: "cloud.example.org", host: "::" })).toEqual(["SERVER"]);
  expect(kept({ server: "cloud.example.org", host: "192.0.2.1" })).toEqual(["HOST"]);
  expect(kept({ host: "192.0.2.1" })).toEqual(["HOST"]);
  expect(kept({ server: "cloud.example.org", host: "127.0.0.1" })).toEqual([]);
  expect(kept({ server: "cloud.example.org", host: "::", port: 4568 })).toEqual(["PORT", "SERVER"]);
  // A line HOST was removed.
  const bound = testConfig("/a", { server: "localhost", host: "192.0.2.1" });
  expect(mergeAtRunTime(bound, local).kept).toEqual(["HOST"]);
});

/** A reloader whose reloads end when they are told to. */
function reloader() {
  const outcomes: ReloadOutcome[] = [];
  const running: PromiseWithResolvers<readonly string[]>[] = [];
  let time = 0n;
  const ask = createReloader({
    clock: () => ++time,
    reload() {
      const one = Promise.withResolvers<readonly string[]>();
      running.push(one);
      return one.promise;
    },
    onBegin() {},
    onEnd: (outcome) => outcomes.push(outcome),
  });
  return { ask, outcomes, running };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("whoever asks while a reload is under way gets another one after it, and many get one", async () => {
  const { ask, outcomes, running } = reloader();
  ask();
  for (let i = 0; i < 100; i++) ask();
  expect(running).toHaveLength(1);
  running[0]?.resolve(["PORT has changed"]);
  await turn();
  expect(outcomes).toEqual([{ began: "1", failure: undefined, warnings: ["PORT has changed"] }]);
  expect(running).toHaveLength(2);
  running[1]?.reject(new Error("line 3 is wrong"));
  await turn();
  expect(outcomes[1]).toEqual({ began: "2", failure: "line 3 is wrong", warnings: [] });
  expect(running).toHaveLength(2);
  ask();
  expect(running).toHaveLength(3);
});
