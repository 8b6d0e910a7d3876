import { describe, expect, test } from "bun:test";
import { FROM_ANYBODY, readBody, type Sender } from "./body.ts";

const LIMITS = { bodyLimit: 1 << 20, bodyRate: 1, bodyTimeout: 60_000 };

/** A request whose body comes in chunks of `size` for as long as it is read; `taken` counts them. */
function endless(size: number, headers: Record<string, string> = {}): { request: Request; taken: () => number } {
  let taken = 0;
  const chunk = new Uint8Array(size).fill(0x20);
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        taken += 1;
        controller.enqueue(chunk.slice());
      },
    },
    { highWaterMark: 0 },
  );
  return { request: new Request("http://localhost/", { method: "POST", headers, body }), taken: () => taken };
}

const stranger: Sender = {
  async known() {
    throw new Error("a stranger");
  },
  async turn() {
    throw new Error("a stranger has no turn");
  },
};

describe("a stranger", () => {
  test("is refused before anything of a body is read that says it is large", async () => {
    const { request, taken } = endless(1024, { "content-length": String(FROM_ANYBODY + 1) });
    await expect(readBody(request, LIMITS, stranger)).rejects.toThrow("a stranger");
    expect(taken()).toBe(0);
  });

  test("is refused as soon as a body that does not say so is large", async () => {
    const { request, taken } = endless(1024);
    await expect(readBody(request, LIMITS, stranger)).rejects.toThrow("a stranger");
    expect(taken()).toBe(FROM_ANYBODY / 1024 + 1);
  });

  test("may send a small one", async () => {
    const body = "x".repeat(FROM_ANYBODY);
    expect(await readBody(new Request("http://localhost/", { method: "POST", body }), LIMITS, stranger)).toBe(body);
  });
});

test("a body may be as large as BODY_LIMIT, and not a byte larger", async () => {
  const known: Sender = { async known() {}, async turn() {} };
  const sent = (bytes: number) => {
    const headers = { "content-length": String(bytes) };
    return new Request("http://localhost/", { method: "POST", headers, body: "x".repeat(bytes) });
  };
  expect(await readBody(sent(LIMITS.bodyLimit), LIMITS, known)).toHaveLength(LIMITS.bodyLimit);
  await expect(readBody(sent(LIMITS.bodyLimit + 1), LIMITS, known)).rejects.toMatchObject({ code: "TOO_LARGE" });
});

test("a large body is handed on when it has had its turn", async () => {
  const known: Sender = { async known() {}, turn: () => Promise.reject(new Error("no turn")) };
  const sent = (bytes: number) => new Request("http://localhost/", { method: "POST", body: "x".repeat(bytes) });
  await expect(readBody(sent(FROM_ANYBODY + 1), LIMITS, known)).rejects.toThrow("no turn");
  expect(await readBody(sent(FROM_ANYBODY), LIMITS, known)).toHaveLength(FROM_ANYBODY);
});

test("whoever is known is asked about once and has one turn, however the body comes", async () => {
  const text = "x".repeat(100_000);
  for (const headers of [{}, { "content-length": "100000" }]) {
    let asked = 0;
    const turns: number[] = [];
    const known: Sender = {
      async known() {
        asked += 1;
      },
      async turn(bytes) {
        turns.push(bytes);
      },
    };
    const body = new Blob([text]).stream();
    const request = new Request("http://localhost/", { method: "POST", headers, body });
    expect(await readBody(request, LIMITS, known)).toBe(text);
    expect([asked, turns]).toEqual([1, [100_000]]);
  }
});

test("a body that comes byte by byte is put together", async () => {
  const text = "é🙂x".repeat(20_000);
  const bytes = Buffer.from(text);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      for (const end = Math.min(at + 1_000, bytes.length); at < end; at++) controller.enqueue(bytes.slice(at, at + 1));
      if (at === bytes.length) controller.close();
    },
  });
  expect(
    await readBody(new Request("http://localhost/", { method: "POST", body }), LIMITS, {
      async known() {},
      async turn() {},
    }),
  ).toBe(text);
});
