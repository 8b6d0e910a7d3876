/** An address that does not answer for a while is asked for a sign of life, past the call that waits for it. */
import { afterEach, expect, spyOn, test } from "bun:test";
import { Addresses, type Sending } from "./addresses.ts";
import { ByteBudget } from "./byte-budget.ts";
import * as probe from "./probe.ts";
import * as transport from "./transport.ts";

/** Milliseconds; no other timer has it. */
const SILENCE = 123_457;

const restores: (() => void)[] = [];
afterEach(() => {
  for (const restore of restores.splice(0)) restore();
});

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Addresses of which each call waits for `answer`; `pass` lets the time of silence pass. */
function silent(count: number) {
  const waiting: (() => void)[] = [];
  const asked: number[] = [];
  const calls: { answer(): void }[] = [];
  const exchange = spyOn(transport, "exchange").mockImplementation((url, _, { signal }) => {
    asked.push(Number(url.slice(-1)));
    const { promise, resolve, reject } = Promise.withResolvers<transport.Received>();
    const body = Buffer.from("<methodResponse><params/></methodResponse>");
    calls.push({ answer: () => resolve({ body, release() {} }) });
    signal?.addEventListener("abort", () => reject(new transport.ExchangeFailure("timeout", true, url)));
    return promise;
  });
  let alive: Promise<probe.Seen> = Promise.resolve({ reason: undefined });
  const look = spyOn(probe, "look").mockImplementation(() => alive);
  const { setTimeout: later } = globalThis;
  const timers = spyOn(globalThis, "setTimeout").mockImplementation(((work: () => void, delay?: number) => {
    if (delay !== SILENCE) return later(work, delay);
    waiting.push(work);
    return later(() => {}, 0);
  }) as typeof setTimeout);
  restores.push(() => void [exchange, look, timers].map((spy) => spy.mockRestore()));
  const urls = Array.from({ length: count }, (_, index) => `http://oned.test/${index}`);
  const addresses = new Addresses({ urls, ca: undefined, budget: new ByteBudget(1 << 20), silence: SILENCE });
  return {
    ...{ asked, calls, look, waiting },
    ask: (more: Partial<Sending> = {}) =>
      addresses.ask({ body: "<methodCall/>", repeatable: true, timeout: 5_000, ...more }).then(({ from }) => from),
    async pass(seen: probe.Seen | Promise<probe.Seen>) {
      alive = Promise.resolve(seen);
      waiting.shift()?.();
      await turn();
    },
  };
}
const GONE = { reason: "OpenNebula does not answer in time" };
const ALIVE = { reason: undefined };

test("a read is asked elsewhere when there is none, and later calls do not begin there", async () => {
  const { ask, asked, calls, look, pass } = silent(3);
  const read = ask();
  await pass(GONE);
  expect(look.mock.calls).toEqual([["http://oned.test/0", { ca: undefined, timeout: SILENCE / 2 }]]);
  expect(asked).toEqual([0, 1]);
  calls[1]?.answer();
  expect(await read).toBe(1);
  const next = ask();
  calls[2]?.answer();
  expect([await next, asked]).toEqual([1, [0, 1, 1]]);
});

test("a read that is asked where something lives waits, and the address is asked again after the same time", async () => {
  const { ask, asked, calls, pass, look, waiting } = silent(2);
  const read = ask();
  await pass(ALIVE);
  await pass(ALIVE);
  expect([asked, look.mock.calls.length, waiting.length]).toEqual([[0], 2, 1]);
  calls[0]?.answer();
  expect(await read).toBe(0);
});

test("a change is never given up for it: its caller hears each time that the answer is late", async () => {
  const { ask, asked, calls, pass } = silent(2);
  let late = 0;
  const change = ask({
    repeatable: false,
    onLate: () => {
      late += 1;
    },
  });
  await pass(ALIVE);
  await pass(GONE);
  expect([asked, late]).toEqual([[0], 2]);
  // Others do not begin there.
  const read = ask();
  calls[1]?.answer();
  expect(await read).toBe(1);
  calls[0]?.answer();
  expect(await change).toBe(0);
});

test("an answer that comes meanwhile counts: nothing is given up, and nobody looks again", async () => {
  const { ask, asked, calls, pass, waiting } = silent(2);
  const seen = Promise.withResolvers<probe.Seen>();
  const read = ask();
  const looked = pass(seen.promise);
  calls[0]?.answer();
  expect(await read).toBe(0);
  seen.resolve(GONE);
  await looked;
  await turn();
  const next = ask();
  calls[1]?.answer();
  expect([await next, asked, waiting.length]).toEqual([0, [0, 0], 1]);
});

test("an answer that says that there is no leader is given back, and reported as that", async () => {
  let released = 0;
  const values = ["<boolean>0</boolean>", "<string>Cannot process request, no leader found</string>", "<i4>8192</i4>"];
  const data = values.map((value) => `<value>${value}</value>`).join("");
  const text = `<array><data>${data}</data></array>`;
  const body = `<methodResponse><params><param><value>${text}</value></param></params></methodResponse>`;
  const { ask } = silent(1);
  const release = () => {
    released += 1;
  };
  const received = { body: Buffer.from(body), release };
  spyOn(transport, "exchange").mockResolvedValue(received);
  await expect(ask()).rejects.toMatchObject({ kind: "no-leader", sent: false });
  expect(released).toBe(1);
});

test("one address alone is not asked: there is no other one to go to", async () => {
  const { ask, calls, waiting } = silent(1);
  const read = ask();
  calls[0]?.answer();
  expect([await read, waiting]).toEqual([0, []]);
});

test("of two calls at once the one that finds a better address first decides where the next one begins", async () => {
  const { ask, asked, calls, pass } = silent(3);
  const slow = ask();
  const quick = ask();
  await pass(ALIVE);
  // The second call finds nobody there; the first is answered there in the end.
  await pass(GONE);
  calls[2]?.answer();
  expect(await quick).toBe(1);
  calls[0]?.answer();
  expect(await slow).toBe(0);
  const next = ask();
  calls[3]?.answer();
  expect([await next, asked]).toEqual([1, [0, 0, 1, 1]]);
});
