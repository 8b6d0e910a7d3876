/** What becomes of the waiting for an answer when it has come. */
import { expect, spyOn, test } from "bun:test";
import { Addresses } from "./addresses.ts";
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

test("the one that answered last is asked first; one that was silent comes behind all others", async () => {
  const body = "<methodResponse><params/></methodResponse>";
  const modes: ("answers" | "refuses" | "is silent")[] = ["refuses", "is silent", "answers"];
  const asked: number[] = [];
  const exchange = spyOn(transport, "exchange").mockImplementation(async (url) => {
    const index = Number(url.slice(-1));
    asked.push(index);
    if (modes[index] === "is silent") throw new transport.ExchangeFailure("timeout", true, url);
    if (modes[index] === "refuses") throw new transport.ExchangeFailure("not-oned", false, url);
    return { body: Buffer.from(body), release() {} };
  });
  const addresses = new Addresses({
    urls: modes.map((_, index) => `http://oned.test/${index}`),
    ca: undefined,
    budget: new ByteBudget(1 << 20),
    silence: SILENCE,
  });
  const ask = async (next: typeof modes, more: { readonly at?: number; readonly patient?: boolean } = {}) => {
    modes.splice(0, 3, ...next);
    asked.length = 0;
    const from = await addresses.ask({ body: "<methodCall/>", repeatable: true, timeout: 5_000, ...more }).then(
      (answer) => answer.from,
      ({ kind }) => kind,
    );
    return [from, ...asked];
  };
  const [yes, no, silent] = ["answers", "refuses", "is silent"] as const;
  expect(addresses.count).toBe(3);
  expect(await ask([no, silent, yes])).toEqual([2, 0, 1, 2]);
  expect(await ask([yes, yes, yes])).toEqual([2, 2]);
  expect(await ask([yes, yes, no])).toEqual([0, 2, 0]);
  // The second one would be next, but it was silent a moment ago.
  expect(await ask([no, yes, yes])).toEqual([2, 0, 2]);
  expect(await ask([no, yes, no])).toEqual([1, 2, 0, 1]);
  // It has answered: it is one like the others.
  expect(await ask([no, no, no])).toEqual(["not-oned", 1, 2, 0]);
  expect(await ask([yes, yes, yes], { at: 2 })).toEqual([2, 2]);
  expect(await ask([yes, silent, yes], { patient: true })).toEqual([2, 1, 2]);
  exchange.mockRestore();
});
