import { describe, expect, spyOn, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { arriving, free, SMALL } from "./arriving.ts";
import { converse } from "./testing/wire.ts";

const LIMITS = {
  rate: 1,
  window: 60_000,
  longest: 60_000,
  most: 1 << 20,
  tooLarge: () => new OcciError("TOO_LARGE", "too large"),
};

/** What a listener hands on of a body that is sent in chunks of one byte, all at once. */
async function received(count: number): Promise<{ readonly bytes: number; readonly chunks: number }> {
  let [bytes, chunks] = [0, 0];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      for await (const chunk of arriving(request, LIMITS)) {
        chunks += 1;
        bytes += chunk.length;
      }
      return new Response("", { headers: { Connection: "close" } });
    },
  });
  const head = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
  const { answers } = await converse({ port: server.port ?? 0 }, `${head}${"1\r\nx\r\n".repeat(count)}0\r\n\r\n`);
  await server.stop(true);
  expect(answers.map(({ status }) => status)).toEqual([200]);
  return { bytes, chunks };
}

test("chunks of one byte are put together before they are looked at", async () => {
  const { bytes, chunks } = await received(50_000);
  expect(bytes).toBe(50_000);
  expect(chunks).toBeLessThan(1_000);
});

describe("a body", () => {
  /** A request whose body comes in these chunks, and then ends or breaks. */
  function sending(
    chunks: readonly Uint8Array[],
    options: { readonly breaks?: boolean; readonly signal?: AbortSignal },
  ) {
    const left = [...chunks];
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const next = left.shift();
        if (next !== undefined) controller.enqueue(next);
        else if (options.breaks === true) controller.error(new Error("reset"));
        else controller.close();
      },
    });
    return new Request("https://cloud.test/", { method: "POST", body, signal: options.signal ?? null });
  }
  async function sizesOf(request: Request, limits = LIMITS): Promise<number[]> {
    const sizes: number[] = [];
    for await (const chunk of arriving(request, limits)) sizes.push(chunk.length);
    return sizes;
  }
  const bytes = (length: number) => new Uint8Array(length);

  test("is handed on chunk by chunk; then another can read it", async () => {
    const request = sending([bytes(10_000), bytes(1), bytes(2)], {});
    expect(await sizesOf(request)).toEqual([10_000, 1, 2]);
    expect(request.body?.locked).toBe(false);
  });

  test("is valid as long as the next chunk was not asked for: then its memory is given back", async () => {
    const chunks = arriving(sending([bytes(10_000), bytes(1)], {}), LIMITS);
    const { value } = await chunks.next();
    expect(value).toHaveLength(10_000);
    await chunks.next();
    expect(value).toHaveLength(0);
  });

  test("that does not come is waited for as long as the window is open", async () => {
    const silent = new Request("https://cloud.test/", { method: "POST", body: new ReadableStream() });
    await expect(sizesOf(silent, { ...LIMITS, window: 1 })).rejects.toHaveProperty("code", "UPLOAD_STALLED");
  });

  test("leaves no timer behind", async () => {
    const [begun, ended] = [spyOn(globalThis, "setInterval"), spyOn(globalThis, "clearInterval")];
    try {
      await sizesOf(sending([bytes(5)], {}));
      expect(begun.mock.results).toHaveLength(1);
      expect(ended.mock.calls).toEqual(begun.mock.results.map(({ value }) => [value as NodeJS.Timeout]));
    } finally {
      begun.mockRestore();
      ended.mockRestore();
    }
  });

  test("that is not there has no chunks", async () => {
    expect(await sizesOf(new Request("https://cloud.test/"))).toEqual([]);
  });

  test("may have so many bytes, and not one more", async () => {
    const limits = { ...LIMITS, most: 100 };
    expect(await sizesOf(sending([bytes(60), bytes(40)], {}), limits)).toEqual([60, 40]);
    const request = sending([bytes(60), bytes(41)], {});
    await expect(sizesOf(request, limits)).rejects.toHaveProperty("code", "TOO_LARGE");
    expect(request.body?.locked).toBe(false);
  });

  test("that breaks off is one whose client has gone", async () => {
    const broken = sizesOf(sending([bytes(5)], { breaks: true }));
    await expect(broken).rejects.toMatchObject({ code: "CLIENT_GONE", cause: { message: "reset" } });
  });

  test("that ends with its connection counts for nothing", async () => {
    const gone = new AbortController();
    const request = sending([bytes(5)], { signal: gone.signal });
    const read = async () => {
      for await (const _ of arriving(request, LIMITS)) gone.abort();
    };
    await expect(read()).rejects.toHaveProperty("code", "CLIENT_GONE");
  });

  test.each([
    ["of one piece does not wait", [1], 0],
    ["of large pieces neither", [1, SMALL, SMALL], 0],
    ["waits a turn of the event loop behind each other small one", [SMALL, 1, SMALL - 1, SMALL], 2],
  ])("%s", async (_, sizes, turns) => {
    let passed = 0;
    let timer: NodeJS.Immediate;
    const count = () => {
      passed++;
      timer = setImmediate(count);
    };
    timer = setImmediate(count);
    const chunks = arriving(sending(sizes.map(bytes), {}), LIMITS);
    for (const _ of sizes) await chunks.next();
    clearImmediate(timer);
    expect(passed).toBe(turns);
  });
});

describe("the memory of a chunk", () => {
  test("is given back as a whole", () => {
    const chunk = new Uint8Array(8);
    free(chunk);
    expect(chunk.length).toBe(0);
  });

  test("is kept when it is a part of something else's", () => {
    const whole = new Uint8Array(8);
    free(whole.subarray(2, 6));
    free(whole.subarray(0, 4));
    expect(whole.length).toBe(8);
    const shared = new Uint8Array(new SharedArrayBuffer(8));
    free(shared);
    expect(shared.length).toBe(8);
  });
});
