/** A command that is interrupted ends what it has under way: the server sees its client go, and need not answer. */
import { afterEach, expect, test } from "bun:test";
import type { Command, Run } from "../terminal/command.ts";
import { interruptibleCommand } from "./running-command.ts";
import { openSession } from "./session.ts";
import { commandLine } from "./testing/context.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A server that never answers. `asked` and `gone`: a request has come, and its client has gone. */
function silentServer() {
  const [asked, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      request.signal.addEventListener("abort", () => gone.resolve());
      asked.resolve();
      return new Promise<Response>(() => {});
    },
  });
  stops.push(() => server.stop(true));
  return { url: server.url.origin, asked: asked.promise, gone: gone.promise };
}

/** Runs what a command does, as a command that can be interrupted. */
async function running(readOnly: boolean, run: Run, args: Parameters<Run>[0]): Promise<number> {
  const command = { readOnly, load: async () => run } as unknown as Command;
  return (await interruptibleCommand(command).load())(args);
}

test.each([
  ["GET", true, 1],
  // A change might be answered yet: it is given up by the second signal.
  ["PUT", false, 2],
] as const)("%s is given up with the command", async (method, readOnly, signals) => {
  const { url, asked, gone } = silentServer();
  const args = commandLine({ url, username: "alice", password: "alicepass" });
  const request: Run = async (its) => {
    await openSession(its, false, () => {}).request(method, "/compute/7");
    return 0;
  };
  const ended = running(readOnly, request, args).catch((error) => error.message);
  await asked;
  for (let signal = 0; signal < signals; signal++) process.emit("SIGINT");
  expect(await ended).toEqual(readOnly ? 130 : expect.stringContaining("was sent and might have been made"));
  await gone;
});
