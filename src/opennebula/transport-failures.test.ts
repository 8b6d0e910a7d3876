/** What an exchange with oned amounts to, by what `fetch` gives: whether a call may have been carried out depends on it. */
import { afterEach, describe, expect, spyOn, test } from "bun:test";
import { getEventListeners } from "node:events";
import { ByteBudget } from "./byte-budget.ts";
import { type ExchangeFailure, exchange, type TransportOptions } from "./transport.ts";

const URL = "http://oned.test/RPC2";
const SMALL = 64 * 1024;

const restores: (() => void)[] = [];
afterEach(() => {
  for (const restore of restores.splice(0)) restore();
});

/** Exchanges a call by a `fetch` that does this. */
function by(fetched: (init: RequestInit) => Promise<Response>, more: Partial<TransportOptions> = {}) {
  const spy = spyOn(globalThis, "fetch").mockImplementation(((_: string, init: RequestInit) =>
    fetched(init)) as typeof fetch);
  restores.push(() => spy.mockRestore());
  const budget = new ByteBudget(1_000_000);
  const exchanged = exchange(URL, "<methodCall/>", { ca: undefined, timeout: 60_000, budget, ...more });
  return { budget, spy, exchanged, failure: () => exchanged.then(() => "no failure", shown) };
}
const shown = (error: ExchangeFailure | Error) =>
  "kind" in error ? `${error.kind}, ${error.sent ? "sent" : "not sent"}: ${error.message}` : error.message;

const answer = (body: number | string, headers: Record<string, string> = {}, status = 200) =>
  new Response(typeof body === "number" ? new Uint8Array(body) : body, { status, headers });
const failing = (code: string) => async () => {
  throw Object.assign(new Error("failed"), { code });
};

describe("nothing was sent", () => {
  test.each([
    ...["ECONNREFUSED", "ConnectionRefused", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"],
    ...["FailedToOpenSocket", "DNS_ENOTFOUND", "ERR_DNS_TIMEOUT", "CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID"],
    ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "ERR_SSL_WRONG_VERSION", "DEPTH_ZERO_SELF_SIGNED_CERT", "HOSTNAME_MISMATCH"],
  ])("when a connection fails with %s", async (code) => {
    expect(await by(failing(code)).failure()).toBe(`unreachable, not sent: ${code} at ${URL}`);
  });
});

describe("it may have been sent", () => {
  test.each(["ECONNRESET", "ConnectionClosed", "X_ECONNREFUSED", "ECONNREFUSED_X", "NOT_DNS_X", "AN_ERR_TLS"])(
    "when a connection fails with %s",
    async (code) => {
      expect(await by(failing(code)).failure()).toBe(`broken, sent: ${code} at ${URL}`);
    },
  );

  test("when it fails without saying why", async () => {
    const failed = by(async () => {
      throw new Error("failed");
    });
    expect(await failed.failure()).toBe(`broken, sent: connection broken at ${URL}`);
  });

  test("when an answer had begun, whatever the error says", async () => {
    const body = new ReadableStream({ pull: () => failing("ECONNREFUSED")() });
    const { failure, budget } = by(async () => new Response(body));
    expect(await failure()).toBe(`broken, sent: ECONNREFUSED at ${URL}`);
    expect(budget.used).toBe(0);
  });

  test.each([1_000, SMALL + 1])("when an answer of %d bytes is cut short", async (length) => {
    const cut = async () => answer(length - 1, { "content-length": String(length) });
    const { failure, budget } = by(cut);
    expect(await failure()).toStartWith("broken, sent:");
    expect(budget.used).toBe(0);
  });

  test("when its time is over, or it is given up", async () => {
    const never = ({ signal }: RequestInit) =>
      new Promise<Response>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    expect(await by(never, { timeout: 1 }).failure()).toBe(`timeout, sent: no answer in time from ${URL}`);
    const given = new AbortController();
    const { failure } = by(never, { signal: given.signal });
    given.abort();
    expect(await failure()).toBe(`timeout, sent: no answer in time from ${URL}`);
  });
});

describe("what is not oned", () => {
  test.each([
    [301, "not sent"],
    [404, "not sent"],
    [499, "not sent"],
    [500, "sent"],
    [502, "sent"],
    [204, "not sent"],
  ])("answers with the status %d: it was %s", async (status, sent) => {
    const response = new Response(status === 204 ? null : "x", { status });
    expect(await by(async () => response).failure()).toBe(`not-oned, ${sent}: HTTP status ${status} from ${URL}`);
  });

  test("packs its answer: that is not unpacked", async () => {
    const { failure } = by(async () => answer("x", { "content-encoding": "gzip" }));
    expect(await failure()).toBe(`not-oned, sent: content coding gzip from ${URL}`);
    const { exchanged } = by(async () => answer("x", { "content-encoding": "identity" }));
    expect((await exchanged).body).toEqual(new Uint8Array(Buffer.from("x")));
  });
});

describe("an answer", () => {
  test("that is small needs no budget, and has oned's time", async () => {
    const date = "Mon, 30 Nov 2026 08:00:00 GMT";
    const { exchanged, budget } = by(async () => answer(SMALL, { "content-length": String(SMALL), date }));
    const received = await exchanged;
    expect([received.body.length, received.date, budget.used]).toEqual([SMALL, date, 0]);
    received.release();
  });

  test("that is large counts for the budget until it is given back, and its memory is free then", async () => {
    const length = SMALL + 1;
    const date = "Mon, 30 Nov 2026 08:00:00 GMT";
    const { exchanged, budget } = by(async () => answer(length, { "content-length": String(length), date }));
    const { body, release, date: told } = await exchanged;
    expect([body.length, told, budget.used]).toEqual([length, date, length]);
    release();
    expect([body.length, budget.used]).toEqual([0, 0]);
  });

  test.each(["x12", "12x", "-1", "1234567890123456"])("whose length is %j says no length", async (length) => {
    const { exchanged } = by(async () => answer(12, { "content-length": length }));
    expect((await exchanged).body).toHaveLength(12);
  });

  test("of unknown length needs no budget up to 64 kB, and may be as large as all of it", async () => {
    const streamed = (bytes: number) => async () => new Response(new Blob([new Uint8Array(bytes)]).stream());
    const small = by(streamed(SMALL));
    expect([(await small.exchanged).body.length, small.budget.used]).toEqual([SMALL, 0]);
    const large = by(streamed(SMALL + 1));
    expect([(await large.exchanged).body.length, large.budget.used]).toEqual([SMALL + 1, SMALL + 1]);
    const most = by(streamed(1_000_000));
    expect([(await most.exchanged).body.length, most.budget.used]).toEqual([1_000_000, 1_000_000]);
    const more = by(streamed(1_000_001));
    expect(await more.failure()).toContain("larger than this server accepts");
    expect(more.budget.used).toBe(0);
  });

  test("without a body is an empty one", async () => {
    expect((await by(async () => new Response(null)).exchanged).body).toHaveLength(0);
  });
});

test("each call is a connection of its own, follows nowhere, and takes no packed answer", async () => {
  const { exchanged, spy } = by(async () => answer("x"), { ca: ["PEM"] });
  await exchanged;
  expect(spy.mock.calls[0]?.[1]).toMatchObject({
    ...{ method: "POST", body: "<methodCall/>", keepalive: false, redirect: "manual", decompress: false },
    headers: { "Content-Type": "text/xml; charset=utf-8", "Accept-Encoding": "identity" },
    tls: { ca: ["PEM"] },
  });
  const plain = by(async () => answer("x"));
  await plain.exchanged;
  expect(plain.spy.mock.calls.at(-1)?.[1]).not.toHaveProperty("tls");
});

test("nothing is left of an exchange that is over: no timer, no listener", async () => {
  const timers = [spyOn(globalThis, "setTimeout"), spyOn(globalThis, "clearTimeout")] as const;
  restores.push(() => timers.forEach((timer) => void timer.mockRestore()));
  const given = new AbortController();
  await by(async () => answer("x"), { signal: given.signal, timeout: 54_321 }).exchanged;
  const [begun, ended] = timers;
  const at = begun.mock.calls.findIndex(([, delay]) => delay === 54_321);
  expect(ended.mock.calls.map(([timer]) => timer as unknown)).toContain(begun.mock.results[at]?.value);
  expect(getEventListeners(given.signal, "abort")).toHaveLength(0);
});
