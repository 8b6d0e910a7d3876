import { afterEach, expect, test } from "bun:test";
import { until } from "../testing/until.ts";
import { ByteBudget } from "./byte-budget.ts";
import { exchange } from "./transport.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Answers without a length: some bytes at once, and the rest when told. */
function unmeasured(first: number) {
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            stream = controller;
            controller.enqueue(new Uint8Array(first));
          },
        }),
      ),
  });
  stops.push(() => server.stop(true));
  return {
    url: `http://127.0.0.1:${server.port}/RPC2`,
    asked: () => stream !== undefined,
    finish(bytes: number) {
      stream?.enqueue(new Uint8Array(bytes));
      stream?.close();
    },
  };
}

/** Each turn of the event loop is a chance for what was received to be looked at. */
test("an answer of unknown length takes the whole budget while it comes, then only its size", async () => {
  const server = unmeasured(100_000);
  const budget = new ByteBudget(1_000_000);
  const answer = exchange(server.url, "", { ca: undefined, timeout: 5000, budget });
  await until(() => budget.used > 0);
  expect(budget.used).toBe(1_000_000);
  server.finish(50_000);
  const { body, release } = await answer;
  expect(body).toHaveLength(150_000);
  expect(budget.used).toBe(150_000);
  release();
  expect(budget.used).toBe(0);
});

test("one that grows over the budget gives it back", async () => {
  const server = unmeasured(100_000);
  const budget = new ByteBudget(120_000);
  const answer = exchange(server.url, "", { ca: undefined, timeout: 5000, budget });
  await until(() => budget.used > 0);
  server.finish(50_000);
  await expect(answer).rejects.toThrow("larger than this server accepts");
  await answer.catch(() => {});
  expect(budget.used).toBe(0);
});

test("a small one needs no budget", async () => {
  const server = unmeasured(100);
  const budget = new ByteBudget(1_000_000);
  const held = await budget.take(1_000_000, new AbortController().signal);
  const answer = exchange(server.url, "", { ca: undefined, timeout: 5000, budget });
  await until(() => server.asked());
  server.finish(1);
  expect((await answer).body).toHaveLength(101);
  held();
});
