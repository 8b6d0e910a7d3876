import { expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
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

test("a failure is told with the hint that its error has, and when each reload began", async () => {
  const outcomes: ReloadOutcome[] = [];
  const begun: bigint[] = [];
  const errors = [
    new OcciError("SETUP_FAULT", "PORT is wrong.", { hint: "Set another." }),
    new OcciError("SETUP_FAULT", "PORT is wrong."),
  ];
  let time = 10n;
  const ask = createReloader({
    clock: () => ++time,
    reload: () => Promise.reject(errors.shift()),
    onBegin: (began) => begun.push(began),
    onEnd: (outcome) => outcomes.push(outcome),
  });
  ask();
  await turn();
  ask();
  await turn();
  expect(outcomes.map(({ failure }) => failure)).toEqual(["PORT is wrong. Set another.", "PORT is wrong."]);
  expect([begun, outcomes.map(({ began }) => began)]).toEqual([
    [11n, 12n],
    ["11", "12"],
  ]);
});

test("the base of hrefs follows the configuration as long as the port does", () => {
  const running = testConfig("/a", { port: 4567, baseUrl: "https://old.example.org:4567" });
  const wanted = { ...running, baseUrl: "https://new.example.org:4567" };
  expect(mergeAtRunTime(running, wanted).config.baseUrl).toBe("https://new.example.org:4567");
  expect(mergeAtRunTime(running, { ...wanted, port: 4568 }).config).toMatchObject({
    port: 4567,
    baseUrl: "https://old.example.org:4567",
  });
});

test("each option that only a restart can change is named", () => {
  const running = testConfig("/a");
  const wanted = {
    ...running,
    port: 1,
    host: "192.0.2.1",
    imageDir: "/i",
    stateDir: "/s",
    sslClientCa: "/ca",
    sslClientAuth: "required" as const,
    admin: { unix: "/run/admin" },
  };
  const { config, kept } = mergeAtRunTime(running, wanted);
  expect(kept).toEqual(["PORT", "HOST", "IMAGE_DIR", "STATE_DIR", "SSL_CLIENT_CA", "SSL_CLIENT_AUTH", "ADMIN"]);
  expect(config).toEqual(running);
});
