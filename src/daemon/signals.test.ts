/** The meaning of signals; nothing is sent to this process, its handlers are called. */
import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { type RecordedLog, recordedLog } from "../http/testing/recorded-log.ts";
import { onSignals } from "./signals.ts";

type Handler = (signal: NodeJS.Signals) => void;

let log: RecordedLog;
let handlers: Map<string, Handler>;
const acts: string[] = [];
const spies: { mockRestore(): void }[] = [];
beforeEach(() => {
  log = { ...recordedLog(), reopen: () => acts.push("reopened"), close: () => acts.push("closed") };
  handlers = new Map();
  acts.length = 0;
  const listens = (name: string, handler: Handler) => {
    handlers.set(name, handler);
    return process;
  };
  const exits = (code?: number) => {
    acts.push(`exit ${code}`);
  };
  spies.push(spyOn(process, "on").mockImplementation(listens as typeof process.on));
  spies.push(spyOn(process, "exit").mockImplementation(exits as typeof process.exit));
});
afterEach(() => {
  for (const spy of spies.splice(0)) spy.mockRestore();
});

function comes(signal: NodeJS.Signals): void {
  const handler = handlers.get(signal);
  if (handler === undefined) throw new Error(`nobody listens to ${signal}`);
  handler(signal);
}

test.each(["SIGTERM", "SIGINT"] as const)("%s asks for the end, a second signal does not wait", async (signal) => {
  const { ended } = onSignals(log, true);
  comes(signal);
  expect(await ended).toBe(signal);
  expect(acts).toEqual([]);
  comes("SIGINT");
  expect(acts).toEqual(["closed", "exit 1"]);
  expect(log.lines).toEqual([
    expect.stringContaining("stopped by a second signal: requests in progress were cut off signal=SIGINT"),
  ]);
});

test("SIGHUP opens the log again and reloads, also when it comes before that can be done", () => {
  const { onReload } = onSignals(log, true);
  comes("SIGHUP");
  expect(acts).toEqual(["reopened"]);
  onReload(() => acts.push("reloaded"));
  expect(acts).toEqual(["reopened", "reloaded"]);
  comes("SIGHUP");
  expect(acts.slice(2)).toEqual(["reopened", "reloaded"]);
});

test("nothing is reloaded without SIGHUP; where nothing can be reloaded it asks for the end", async () => {
  onSignals(log, true).onReload(() => acts.push("reloaded"));
  expect(acts).toEqual([]);
  const { ended } = onSignals(log, false);
  comes("SIGHUP");
  expect(await ended).toBe("SIGHUP");
  expect(acts).toEqual([]);
});

test("SIGUSR1 opens the log again; where that fails the old one is written", () => {
  onSignals(log, true);
  comes("SIGUSR1");
  expect(acts).toEqual(["reopened"]);
  log = {
    ...log,
    reopen() {
      throw new Error("no space");
    },
  };
  onSignals(log, true);
  comes("SIGUSR1");
  expect(log.lines.at(-1)).toContain(
    'the log file cannot be opened again: the server still writes to the old one cause="no space"',
  );
});
