/** Which of several addresses is asked, in which order, and which failure is reported when none of them answers. */
import { afterEach, expect, spyOn, test } from "bun:test";
import { Addresses, type Sending } from "./addresses.ts";
import { ByteBudget } from "./byte-budget.ts";
import * as transport from "./transport.ts";

/** Milliseconds; no other timer has it. */
const SILENCE = 123_457;

test("nobody looks after an address any longer that has answered", async () => {
  const body = "<methodResponse><params/></methodResponse>";
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response(body) });
  const [begun, ended] = [spyOn(globalThis, "setTimeout"), spyOn(globalThis, "clearTimeout")];
  try {
    const addresses = new Addresses({
      urls: [`http://127.0.0.1:${server.port}/RPC2`, "http://127.0.0.1:1/RPC2"],
      ca: undefined,
      budget: new ByteBudget(1 << 20),
      silence: SILENCE,
    });
    const answer = await addresses.ask({ body: "<methodCall/>", repeatable: true, timeout: 5_000 });
    expect([answer.from, Buffer.from(answer.body).toString()]).toEqual([0, body]);
    answer.release();
    const watches = begun.mock.calls.flatMap(([, delay], index) =>
      delay === SILENCE ? [begun.mock.results[index]?.value as NodeJS.Timeout] : [],
    );
    expect(watches).toHaveLength(1);
    expect(ended.mock.calls.map(([timer]) => timer as NodeJS.Timeout)).toContain(watches[0] as NodeJS.Timeout);
  } finally {
    begun.mockRestore();
    ended.mockRestore();
    await server.stop(true);
  }
});

/** What an address does: it answers, or fails in one of these ways. */
const FAILURES = {
  refuses: ["unreachable", false],
  "is silent": ["timeout", true],
  breaks: ["broken", true],
  "has no leader": ["no-leader", false],
  "is stopped": ["stopped", false],
} as const;
type Mode = keyof typeof FAILURES | "answers";
const [yes, no, silent] = ["answers", "refuses", "is silent"] as const;

const restores: (() => void)[] = [];
afterEach(() => {
  for (const restore of restores.splice(0)) restore();
});

/** Three addresses, and a clock that stands still until it is set. */
function three() {
  let modes: readonly Mode[] = [];
  let time = 1_000;
  const asked: number[] = [];
  const exchange = spyOn(transport, "exchange").mockImplementation(async (url) => {
    const index = Number(url.slice(-1));
    asked.push(index);
    const mode = modes[index] ?? yes;
    if (mode !== yes) {
      const [kind, sent] = FAILURES[mode];
      throw new transport.ExchangeFailure(kind, sent, url);
    }
    return { body: Buffer.from("<methodResponse><params/></methodResponse>"), release() {} };
  });
  const now = spyOn(performance, "now").mockImplementation(() => time);
  restores.push(
    () => exchange.mockRestore(),
    () => now.mockRestore(),
  );
  const addresses = new Addresses({
    urls: [0, 1, 2].map((index) => `http://oned.test/${index}`),
    ca: undefined,
    budget: new ByteBudget(1 << 20),
    silence: SILENCE,
  });
  /** @returns who answered, or the kind of the failure that is reported and its address; then who was asked. */
  const ask = async (next: readonly Mode[], more: Partial<Sending> = {}) => {
    modes = next;
    asked.length = 0;
    const from = await addresses.ask({ body: "<methodCall/>", repeatable: true, timeout: 5_000, ...more }).then(
      (answer) => answer.from,
      ({ kind, message }) => `${kind} ${message.slice(-1)}`,
    );
    return [from, ...asked];
  };
  const wait = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { addresses, ask, wait };
}

test("the one that answered last is asked first; one that was silent comes behind all others", async () => {
  const { addresses, ask } = three();
  expect(addresses.count).toBe(3);
  expect(await ask([no, silent, yes])).toEqual([2, 0, 1, 2]);
  expect(await ask([yes, yes, yes])).toEqual([2, 2]);
  expect(await ask([yes, yes, no])).toEqual([0, 2, 0]);
  // The second one would be next, but it was silent a moment ago.
  expect(await ask([no, yes, yes])).toEqual([2, 0, 2]);
  expect(await ask([no, yes, no])).toEqual([1, 2, 0, 1]);
  // It has answered: it is one like the others.
  expect(await ask([no, no, no])).toEqual(["unreachable 0", 1, 2, 0]);
  expect(await ask([yes, yes, yes], { at: 2 })).toEqual([2, 2]);
});

test("one that was silent is asked behind the others for ten seconds, or until it answers", async () => {
  const { ask, wait } = three();
  expect(await ask([no, silent, no])).toEqual(["timeout 1", 0, 1, 2]);
  wait(9_999);
  expect(await ask([no, no, no])).toEqual(["unreachable 1", 0, 2, 1]);
  wait(1);
  expect(await ask([no, silent, no])).toEqual(["timeout 1", 0, 1, 2]);
  expect(await ask([no, yes, no])).toEqual([1, 0, 2, 1]);
  expect(await ask([yes, no, no])).toEqual([0, 1, 2, 0]);
  expect(await ask([no, no, no])).toEqual(["unreachable 2", 0, 1, 2]);
});

test("when the first one was silent and no other answered, the next call begins with the one behind it", async () => {
  const { ask, wait } = three();
  expect(await ask([no, yes, no])).toEqual([1, 0, 1]);
  expect(await ask([no, silent, no])).toEqual(["timeout 1", 1, 2, 0]);
  expect(await ask([no, no, no])).toEqual(["unreachable 1", 2, 0, 1]);
  wait(10_000);
  expect(await ask([no, no, no])).toEqual(["unreachable 1", 2, 0, 1]);
});

test("a search for a leader that waits in vain does not make an address silent: it waits for another one itself", async () => {
  const { ask } = three();
  expect(await ask([silent, no, no], { patient: true })).toEqual(["timeout 0", 0, 1, 2]);
  expect(await ask([no, no, no])).toEqual(["unreachable 2", 0, 1, 2]);
  expect(await ask([silent, no, no])).toEqual(["timeout 0", 0, 1, 2]);
  expect(await ask([no, no, no])).toEqual(["unreachable 0", 1, 2, 0]);
});

test.each([
  ["refuses", "is silent", "refuses", "timeout 1"],
  ["breaks", "refuses", "is stopped", "stopped 2"],
  ["is stopped", "breaks", "refuses", "stopped 0"],
  ["has no leader", "is stopped", "breaks", "no-leader 0"],
  ["is stopped", "has no leader", "is silent", "no-leader 1"],
  ["is silent", "breaks", "refuses", "broken 1"],
  ["has no leader", "refuses", "has no leader", "no-leader 2"],
] as const)("the first %s, the second %s, the third %s: reported is what explains most, %s", async (...row) => {
  const [first, second, third, reported] = row;
  expect(await three().ask([first, second, third])).toEqual([reported, 0, 1, 2]);
});

test.each([
  ["is silent", "timeout 0"],
  ["breaks", "broken 0"],
] as const)("a change that may have reached one that %s is not sent to another", async (mode, reported) => {
  expect(await three().ask([mode, yes, yes], { repeatable: false })).toEqual([reported, 0]);
});

test.each(["refuses", "has no leader", "is stopped"] as const)(
  "a change that one does not take because it %s goes to the next",
  async (mode) => {
    expect(await three().ask([mode, yes, yes], { repeatable: false })).toEqual([1, 0, 1]);
  },
);
