/** Which of two listeners of a port new connections go to. */
import { expect, spyOn, test } from "bun:test";
import { freePort } from "../http/testing/free-port.ts";
import { recordedLog } from "../http/testing/recorded-log.ts";
import * as kernel from "./libc.ts";
import { steerToYoungest } from "./steering.ts";

const listening = (port: number, name: string) =>
  Bun.serve({ hostname: "127.0.0.1", port, reusePort: true, fetch: () => new Response(name) });
const WARNING = "warning a change of the certificate might lose connections that are being established cause=";

test("all of them go to the younger one, and to the one that is left", async () => {
  const log = recordedLog();
  const elder = listening(freePort(), "elder");
  const port = elder.port ?? 0;
  const ask = async (): Promise<string> =>
    (await fetch(`http://127.0.0.1:${port}/`, { headers: { Connection: "close" } })).text();
  steerToYoungest(port, log);
  expect(await ask()).toBe("elder");
  const younger = listening(port, "younger");
  expect(new Set(await Promise.all(Array.from({ length: 20 }, ask)))).toEqual(new Set(["younger"]));
  await elder.stop(true);
  expect(new Set(await Promise.all(Array.from({ length: 20 }, ask)))).toEqual(new Set(["younger"]));
  await younger.stop(true);
  expect(log.lines).toEqual([]);
});

test("where that cannot be had, the log says what may be lost, and the server goes on", () => {
  const log = recordedLog();
  const port = freePort();
  steerToYoungest(port, log);
  expect(log.lines).toEqual([expect.stringContaining(`${WARNING}"no socket of this process listens on port ${port}"`)]);
  log.clear();
  const server = listening(port, "here");
  const refused = spyOn(kernel, "preferSecondListener").mockImplementation(() => {
    throw new Error("setsockopt failed with errno 92");
  });
  steerToYoungest(port, log);
  refused.mockRestore();
  void server.stop(true);
  expect(log.lines).toEqual([expect.stringContaining(`${WARNING}"setsockopt failed with errno 92"`)]);
});
