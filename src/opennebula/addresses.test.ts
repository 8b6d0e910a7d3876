/** What becomes of the waiting for an answer when it has come. */
import { expect, spyOn, test } from "bun:test";
import { Addresses } from "./addresses.ts";
import { ByteBudget } from "./byte-budget.ts";

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
