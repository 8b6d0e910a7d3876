/** Clients that go away before their request has arrived: what the log says of it. */
import { expect, test } from "bun:test";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { authorization, describeListener, type Listening } from "./testing/cloud.ts";

const LOGIN = `Authorization: ${authorization("alice")}\r\n`;
const FORM = "Content-Type: multipart/form-data; boundary=x\r\n";
const XML =
  '--x\r\nContent-Disposition: form-data; name="occixml"\r\n\r\n<STORAGE><NAME>n</NAME></STORAGE>\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n';

/** The beginning of a request, and what it is about. */
const CUT: readonly (readonly [name: string, start: string, length: number, audited: boolean])[] = [
  ["POST /storage", `${FORM}\r\n${XML}${"y".repeat(100_000)}`, 120_000, true],
  ["POST /network", "\r\n<NETWORK><NAME>n</NAME>", 100, false],
  ["PUT /network/5", "Content-Type: text/occi+plain\r\n\r\n<NETW", 100, false],
  ["POST /compute/7/action", "\r\n<ACTION>", 100, false],
  ["POST /compute/", "Content-Type: text/plain\r\n\r\nCategory: compute", 100, false],
  ["POST /compute/", "Content-Type: application/json\r\n\r\n{", 100, false],
];

async function cut({ cloud }: Listening, bytes: string): Promise<void> {
  const { port, ca } = cloud.endpoint;
  const gone = Promise.withResolvers<void>();
  const send = (): void => {
    socket.write(bytes, () => setTimeout(() => socket.destroy(), 50));
  };
  const socket =
    ca === undefined
      ? connect(port, "127.0.0.1", send)
      : connectTls({ host: "127.0.0.1", servername: "localhost", port, ca }, send);
  socket.on("close", () => gone.resolve());
  await gone.promise;
  const until = performance.now() + 5_000;
  while (cloud.log.accesses.length === 0 && performance.now() < until) await Bun.sleep(5);
}

describeListener((listening) => {
  test.each(CUT)("%s that is cut off is logged as that: %#", async (line, start, length, audited) => {
    await cut(listening, `${line} HTTP/1.1\r\nHost: x\r\n${LOGIN}Content-Length: ${length}\r\n${start}`);
    const { log } = listening.cloud;
    expect(log.accesses.map(({ status }) => status)).toEqual([499]);
    expect(log.audits.map(({ outcome, status }) => [outcome, status])).toEqual(audited ? [["CLIENT_GONE", 499]] : []);
  });
});
