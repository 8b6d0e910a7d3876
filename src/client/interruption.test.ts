/** Ctrl-C while the server works, by the executable. `scripts/build` first. */
import { beforeEach, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { until } from "../testing/until.ts";
import { unlessInterrupted } from "./interruption.ts";
import { refusal } from "./testing/clients.ts";
import { scriptedSession } from "./testing/scripted-session.ts";

const session = scriptedSession();

const vm = (id: number, name: string, lcm = "PROLOG") =>
  `<COMPUTE href="http://x/compute/${id}"><ID>${id}</ID><NAME>${name}</NAME><STATE>ACTIVE</STATE><LCM_STATE>${lcm}</LCM_STATE></COMPUTE>`;

/** Sends a signal, and waits until it has arrived: the same once more before is one signal. */
async function send(child: Bun.Subprocess, signal: "SIGINT" | "SIGTERM"): Promise<void> {
  child.kill(signal);
  const bit = 1 << (constants.signals[signal] - 1);
  await until(() => {
    try {
      const [, pending = "0"] = /^ShdPnd:\s*(\w+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
      return (Number.parseInt(pending.slice(-8), 16) & bit) === 0;
    } catch {
      return true;
    }
  });
}

/** Runs a client with pipes and interrupts it when the server has been asked for that so many times. */
async function interrupted(
  line: readonly string[],
  when: string,
  { signal = "SIGINT", times = 1 }: { readonly signal?: "SIGINT" | "SIGTERM"; readonly times?: number } = {},
) {
  const [name = "", ...args] = line;
  const child = Bun.spawn([join(session.clients.home, "bin", name), ...args], {
    env: { HOME: session.clients.home, OCCI_URL: session.server.url },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  await until(() => session.server.lines.filter((one) => one === when).length >= times);
  await send(child, signal);
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { code: await child.exited, signal: child.signalCode, out, err: err.trimEnd().split("\n").at(-1) };
}

describe("Ctrl-C while it is waited", () => {
  const create = ["occi-compute", "create", "--name", "k", "--type", "small", "--count", "2", "--wait"];
  beforeEach(() => {
    session.server.on("POST /compute", vm(408, "k-0"), vm(409, "k-1"));
    for (const [id, name] of [
      [408, "k-0"],
      [409, "k-1"],
    ] as const) {
      session.server.on(`GET /compute/${id}`, vm(id, name)).on(`PUT /compute/${id}`, vm(id, name));
      session.server.on(`DELETE /compute/${id}`, new Response(null, { status: 204 }));
    }
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "for new machines prints their ids and says what goes on (%s)",
    async (name) => {
      const ended = await interrupted([...create, "-o", "id"], "GET /compute/409", { signal: name });
      expect(ended).toEqual({
        code: 130,
        signal: null,
        out: "408\n409\n",
        err: "occi-compute: Interrupted. Created and still in progress: 408 k-0, 409 k-1.",
      });
    },
  );

  test("in the form that was chosen", async () => {
    const { out, code } = await interrupted([...create, "-o", "json"], "GET /compute/409");
    expect(code).toBe(130);
    expect(JSON.parse(out).map(({ id }: { id: number }) => id)).toEqual([408, 409]);
  });

  test("for an action, and for a deletion of which a part is done", async () => {
    const stop = await interrupted(["occi-compute", "stop", "408", "--wait", "-o", "id"], "GET /compute/408");
    expect(stop).toMatchObject({
      code: 130,
      signal: null,
      out: "408\n",
      err: "occi-compute: Interrupted. Still in progress: 408 k-0.",
    });
    session.server.on("GET /compute/408", new Response("not found", { status: 404 }));
    const line = ["occi-compute", "delete", "408", "409", "--wait", "-o", "id"];
    // The second time, all that was asked before has been answered.
    const ended = await interrupted(line, "GET /compute/409", { times: 2 });
    expect(ended).toMatchObject({
      code: 130,
      signal: null,
      out: "409\n",
      err: "occi-compute: Interrupted. Being deleted: 409 k-1.",
    });
  });

  test("for a new image", async () => {
    const image = '<STORAGE href="http://x/storage/7"><ID>7</ID><NAME>copy</NAME><STATE>LOCKED</STATE></STORAGE>';
    session.server.on("POST /storage/4/action", image).on("GET /storage/7", image);
    const ended = await interrupted(["occi-storage", "clone", "4", "copy", "--wait", "-o", "id"], "GET /storage/7");
    expect(ended).toMatchObject({
      code: 130,
      out: "7\n",
      err: "occi-storage: Interrupted. Created and still in progress: 7 copy.",
    });
  });

  test("on a terminal", async () => {
    const terminal = session.clients.inTerminal([...create, "-o", "id"], { columns: 120 });
    await terminal.until("waiting for RUNNING");
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(130);
    expect(terminal.shown).toContain("408\r\n409\r\n");
    expect(terminal.shown).toContain("Interrupted. Created and still in progress: 408 k-0, 409 k-1.");
  });
});

test("Ctrl-C while machines are made: the answer that is under way is waited for", async () => {
  const slow = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch() {
      asked.resolve();
      await sent.promise;
      await Bun.sleep(500);
      return new Response(vm(408, "k-0"));
    },
  });
  const asked = Promise.withResolvers<void>();
  const sent = Promise.withResolvers<void>();
  const child = Bun.spawn(
    [
      join(session.clients.home, "bin", "occi-compute"),
      "create",
      "--name",
      "k",
      "--type",
      "small",
      "--count",
      "9",
      "-o",
      "id",
    ],
    { env: { HOME: session.clients.home, OCCI_URL: slow.url.origin }, stdin: "ignore", stdout: "pipe", stderr: "pipe" },
  );
  await asked.promise;
  await send(child, "SIGINT");
  sent.resolve();
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  expect([await child.exited, out]).toEqual([130, "408\n"]);
  expect(err).toBe("occi-compute: Interrupted. Created and still in progress: 408 k-0.\n");
  await slow.stop(true);
});

describe("Ctrl-C in a command that asks once", () => {
  const network = '<NETWORK href="http://x/network/3"><ID>3</ID><NAME>lan</NAME></NETWORK>';
  const never = () => Promise.withResolvers<Response>().promise;
  /**
   * A server that answers when it is told to, if at all.
   * @param answer is handed what settles when the client has been interrupted.
   * @param signals how many there are, and in which request the first comes.
   */
  async function against(
    answer: (path: string, sent: Promise<void>) => Promise<Response>,
    line: readonly string[],
    { signals = 1, during = "" }: { readonly signals?: number; readonly during?: string } = {},
  ) {
    const asked = Promise.withResolvers<void>();
    const sent = Promise.withResolvers<void>();
    const slow = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch({ method, url }) {
        const { pathname } = new URL(url);
        if (`${method} ${pathname}`.startsWith(during)) asked.resolve();
        return answer(pathname, sent.promise);
      },
    });
    const [name = "", ...args] = line;
    const child = Bun.spawn([join(session.clients.home, "bin", name), ...args], {
      env: { HOME: session.clients.home, OCCI_URL: slow.url.origin },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    await asked.promise;
    for (let count = 0; count < signals; count += 1) await send(child, "SIGINT");
    sent.resolve();
    const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    const ended = { code: await child.exited, signal: child.signalCode, out, err: err.trimEnd() };
    await slow.stop(true);
    return ended;
  }

  test.each([
    "occi-compute list",
    "occi-compute show 3",
    "occi-storage show debian",
    "occi-instance-type show small",
    "occi-user show",
    "occi-user token list",
  ])("that only reads says nothing: %s", async (line) => {
    expect(await against(never, line.split(" "))).toEqual({ code: 130, signal: null, out: "", err: "" });
  });

  test.each([
    "occi-network rename lan wan",
    "occi-compute delete web",
    "occi-compute stop web",
    "occi-compute attachdisk 3 data",
    "occi-compute create --name a --type small --disk data",
    "occi-user token create",
  ])("before anything was sent: %s", async (line) => {
    const [name = "", ...args] = line.split(" ");
    const ended = await against(never, [name, ...args]);
    expect(ended).toEqual({ code: 130, signal: null, out: "", err: `${name}: Interrupted. Nothing was changed.` });
  });

  test.each([
    [
      "occi-network rename 3 wan",
      "The change of network 3 was sent and might have been made: check with `occi-network show 3`.",
    ],
    [
      "occi-network publish 3",
      "The change of network 3 was sent and might have been made: check with `occi-network show 3`.",
    ],
    [
      "occi-network create --name lan --address 10.0.0.0 --size 4",
      "The request for a new network was sent and might have been made: check with `occi-network list`.",
    ],
    [
      "occi-compute attachdisk 7 4",
      "The change of machine 7 was sent and might have been made: check with `occi-compute show 7`.",
    ],
    [
      "occi-compute resize 7 --cpu 2",
      "The change of machine 7 was sent and might have been made: check with `occi-compute show 7`.",
    ],
  ])("that was sent and is not answered, by a second Ctrl-C: %s", async (line, sentence) => {
    const [name = "", ...args] = line.split(" ");
    const ended = await against(never, [name, ...args], { signals: 2 });
    expect(ended).toEqual({ code: 130, signal: null, out: "", err: `${name}: Interrupted. ${sentence}` });
  });

  test("of login tokens", async () => {
    const self = () => new Response("<USER><ID>2</ID></USER>");
    const answer = (path: string) => (path === "/user/-1" ? Bun.sleep(0).then(self) : never());
    const { code, err } = await against(answer, ["occi-user", "token", "revoke", "--yes"], {
      signals: 2,
      during: "POST",
    });
    expect([code, err]).toEqual([
      130,
      "occi-user: Interrupted. The change of your login tokens was sent and might have been made: check with `occi-user token list`.",
    ]);
  });

  test("that is answered in time is shown, and nothing more is sent", async () => {
    let asked = 0;
    const soon = async (_path: string, sent: Promise<void>) => {
      asked += 1;
      await sent;
      await Bun.sleep(300);
      return new Response(network);
    };
    const ended = await against(soon, ["occi-network", "rename", "3", "lan", "-o", "json"]);
    expect([ended.code, JSON.parse(ended.out).name]).toEqual([130, "lan"]);
    expect(JSON.parse(ended.err).error.message).toBe("Interrupted. The server has answered about network 3.");
    asked = 0;
    const several = await against(soon, ["occi-network", "publish", "3", "4", "5"]);
    expect([several.code, several.err]).toEqual([
      130,
      "occi-network: Interrupted. The server has answered about network 3.",
    ]);
    expect(asked).toBe(1);
  });

  test("that the server refuses says so", async () => {
    const refuses = async (_path: string, sent: Promise<void>) => {
      await sent;
      await Bun.sleep(300);
      return refusal(409, "IN_USE", "The network is in use.", "Delete the machines.");
    };
    const { code, err } = await against(refuses, ["occi-network", "rename", "3", "lan"]);
    expect([code, err]).toEqual([130, "occi-network: Interrupted. The network is in use.\n  Delete the machines."]);
  });

  test("at a question", async () => {
    const terminal = session.clients.inTerminal(["occi-user", "token", "revoke"], { columns: 120 });
    await terminal.until("[y/N]");
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(130);
    expect(terminal.shown).toContain("occi-user: Interrupted. Nothing was changed.");
    expect(session.server.lines).toEqual([]);
  });

  test("at the question for a password", async () => {
    const terminal = session.clients.inTerminal(["occi-compute", "delete", "3", "--yes", "--username", "bob"], {
      columns: 120,
    });
    await terminal.until("Password of bob");
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(130);
    expect(terminal.shown).toContain("occi-compute: Interrupted. Nothing was changed.");
    const reading = session.clients.inTerminal(["occi-compute", "list", "--username", "bob"]);
    await reading.until("Password of bob");
    reading.type("\u0003");
    expect(await reading.ended).toBe(130);
    expect(reading.shown).not.toContain("Interrupted");
  });

  test("while standard input is read", async () => {
    const child = Bun.spawn([join(session.clients.home, "bin", "occi-network"), "create", "-"], {
      env: session.clients.environment(),
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
    });
    // More than a pipe holds: what is written has been read when this is done.
    child.stdin.write("<NETWORK>".padEnd(1_500_000));
    await child.stdin.flush();
    child.kill("SIGINT");
    expect(await child.exited).toBe(130);
    expect(session.server.lines).toEqual([]);
  });
});

test("what is interrupted has its grace", async () => {
  const controller = new AbortController();
  const soon = unlessInterrupted(
    controller.signal,
    Bun.sleep(20).then(() => "done"),
    5_000,
  );
  const never = unlessInterrupted(controller.signal, Promise.withResolvers<never>().promise, 30);
  controller.abort();
  expect(await soon).toBe("done");
  expect(await never.catch((error) => error)).toMatchObject({ code: "INTERRUPTED", message: "Interrupted." });
});
