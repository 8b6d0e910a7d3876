/** The compiled program carries a screen over TLS: its handlers are not those of the sources, byte for byte. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { basic } from "../http/testing/cloud.ts";
import { freePort } from "../http/testing/free-port.ts";
import { openScreen } from "../http/testing/screen-client.ts";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import { executable } from "../testing/executable.ts";
import { until } from "../testing/until.ts";

const PATH = "/api/v1/machines/0/screen";
let directory: string;
let sim: OnedSim;
let server: Bun.Subprocess;
let port: number;
let log = "";

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "occi-screen-"));
  sim = await startOnedSim({ seed: "demo", stepMs: 0, screens: true });
  port = freePort();
  const file = join(directory, "occi-server.conf");
  const lines = [
    `ONE_XMLRPC=${sim.url}`,
    "SERVER=localhost",
    `PORT=${port}`,
    "SSL=self-signed",
    `STATE_DIR=${directory}`,
    `IMAGE_DIR=${directory}/images`,
    "ADMIN=off",
    "BRIDGE=br0",
  ];
  writeFileSync(file, lines.join("\n"));
  server = Bun.spawn([executable(), "run", "--config", file], { stdout: "pipe", stderr: "ignore", stdin: "ignore" });
  void (async () => {
    for await (const part of server.stdout as ReadableStream<Uint8Array>) log += Buffer.from(part).toString();
  })();
  // It says so when it answers: before that it only tries whether it can have the port.
  await until(() => log.includes(" listening "));
});
afterAll(async () => {
  server.kill("SIGKILL");
  await sim.stop();
  rmSync(directory, { recursive: true, force: true });
});

test("from the greeting to the first picture and a key, and says goodbye when it stops", async () => {
  const ca = readFileSync(join(directory, "self-signed.crt"), "utf8");
  const headers = { authorization: basic("alice:alicepass") };
  const foreign = fetch(`https://localhost:${port}${PATH}`, {
    headers: { ...headers, origin: "https://evil.example.org" },
    tls: { ca },
  });
  expect((await foreign).status).toBe(403);
  const client = await openScreen({ port, ca }, PATH, { ...headers, origin: `https://localhost:${port}` });
  let read = 0;
  const next = async (bytes: number): Promise<Buffer> => {
    read += bytes;
    return (await client.until(read)).subarray(read - bytes, read);
  };
  const say = (...bytes: number[]): void => client.socket.send(new Uint8Array(bytes));
  expect(String(await next(12))).toBe("RFB 003.008\n");
  client.socket.send(Buffer.from("RFB 003.008\n"));
  expect([...(await next(2))]).toEqual([1, 1]);
  say(1);
  expect([...(await next(4))]).toEqual([0, 0, 0, 0]);
  say(1);
  const init = await next(24);
  expect([init.readUInt16BE(0), init.readUInt16BE(2)]).toEqual([640, 400]);
  expect(String(await next(init.readUInt32BE(20)))).toBe("alice-web");
  // What was cut there comes unasked.
  expect([...(await next(8))]).toEqual([3, 0, 0, 0, 0, 0, 0, 3]);
  expect(String(await next(3))).toBe("cut");
  // The whole picture once: a rectangle of four bytes a point.
  say(3, 0, 0, 0, 0, 0, 2, 128, 1, 144);
  const update = await next(4 + 12 + 640 * 400 * 4);
  expect([...update.subarray(0, 12)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 2, 128, 1, 144]);
  expect(new Set(update.subarray(16)).size).toBeGreaterThan(3);
  for (const letter of "hi") {
    say(4, 1, 0, 0, 0, 0, 0, letter.charCodeAt(0));
    say(4, 0, 0, 0, 0, 0, 0, letter.charCodeAt(0));
  }
  // It has arrived when the next picture comes.
  say(3, 1, 0, 0, 0, 0, 2, 128, 1, 144);
  await next(16);
  expect(sim.world.screens?.textOf(0)).toEndWith("login: hi");

  server.kill("SIGTERM");
  expect(await client.closed).toMatchObject({ code: 1001 });
  expect(await server.exited).toBe(0);
  expect(log).toContain("action=open-screen kind=machines id=0 outcome=done status=101");
  expect(log).toMatch(
    /action=close-screen kind=machines id=0 outcome=server_stops status=1001 bytes_to_client=\d+ bytes_to_host=\d+ seconds=/,
  );
}, 30_000);
