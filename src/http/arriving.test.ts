import { expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { arriving } from "./arriving.ts";
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
