import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { heard } from "../terminal/testing/heard.ts";
import type { Reply } from "./answer.ts";
import { AT_REST, inState, USABLE } from "./goal.ts";
import { commandLine, fakeContext, reply } from "./testing/context.ts";
import { retryWhileBusy, waitForAll, wantedGoal } from "./waiting.ts";

const RUNNING = inState("RUNNING");
const UNREACHABLE = new OcciError("SERVER_UNREACHABLE", "No answer.");

/** `ACTIVE/PROLOG`, with an error if there is one: `FAILED//no space`. */
function machine(id: string, states: string): Reply {
  const [state = "", detail = "", ...error] = states.split("/");
  return reply(
    `<COMPUTE><ID>${id}</ID><NAME>web</NAME><STATE>${state}</STATE>` +
      `${detail && `<LCM_STATE>${detail}</LCM_STATE>`}${error.length > 0 ? `<ERROR>${error.join("/")}</ERROR>` : ""}</COMPUTE>`,
  );
}

type Look = string | OcciError | Reply;

/** A server whose machines go through states, one a look; the last one stays. */
function servers(looks: Readonly<Record<string, readonly Look[]>>, timeout?: string) {
  const left = new Map(Object.entries(looks).map(([id, states]) => [id, [...states]]));
  return fakeContext(
    (_, path) => {
      const id = path.split("/").at(-1) ?? "";
      const states = left.get(id) ?? [];
      const look = states.length > 1 ? states.shift() : states[0];
      if (look instanceof OcciError) throw look;
      return typeof look === "string" ? machine(id, look) : (look ?? reply("", 404));
    },
    commandLine({ wait: true, ...(timeout !== undefined && { timeout }) }),
  );
}

/** Waits, and hears nothing of what it says meanwhile. */
async function waited(
  looks: Readonly<Record<string, readonly Look[]>>,
  goal = RUNNING,
  { timeout, kind = "compute" }: { timeout?: string; kind?: "compute" | "storage" } = {},
) {
  const context = servers(looks, timeout);
  try {
    const { result } = await heard(() => waitForAll(context, kind, Object.keys(looks), goal));
    return { replies: result.map((each) => each?.body), context };
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    return { error, context };
  }
}

describe("what is waited for", () => {
  test("is what the command leads to, or the state that --wait names, or nothing", () => {
    expect(
      wantedGoal(
        fakeContext(() => reply("")),
        RUNNING,
      ),
    ).toBeUndefined();
    expect(
      wantedGoal(
        fakeContext(() => reply(""), commandLine({ wait: true })),
        RUNNING,
      ),
    ).toBe(RUNNING);
    expect(
      wantedGoal(
        fakeContext(() => reply(""), commandLine({ wait: "hold" })),
        RUNNING,
      )?.name,
    ).toBe("HOLD");
  });
});

describe("a wait", () => {
  test("ends when the goal is reached, with the last answer", async () => {
    const { replies, context } = await waited({ 3: ["PENDING", "ACTIVE/PROLOG", "ACTIVE/BOOT", "ACTIVE/RUNNING"] });
    expect(replies).toEqual([machine("3", "ACTIVE/RUNNING").body]);
    expect(context.requests).toEqual(Array(4).fill("GET /compute/3"));
    // 0.25 s, 0.375 s, 0.5625 s: more seldom as time goes by.
    expect(context.elapsed()).toBe(1187.5);
  });

  test("does not pause when all is well at once", async () => {
    const { context } = await waited({ 3: ["ACTIVE/RUNNING"] });
    expect(context.elapsed()).toBe(0);
  });

  test("for several looks at all in the same time, and no longer at those that are there", async () => {
    const { replies, context } = await waited({ 3: ["ACTIVE/RUNNING"], 4: ["PENDING", "PENDING", "ACTIVE/RUNNING"] });
    expect(replies).toEqual([machine("3", "ACTIVE/RUNNING").body, machine("4", "ACTIVE/RUNNING").body]);
    expect(context.requests.filter((request) => request.endsWith("/3"))).toHaveLength(1);
    expect(context.elapsed()).toBe(625);
  });

  test("for DONE ends with the resource", async () => {
    const { replies } = await waited({ 3: ["ACTIVE/EPILOG", reply("", 404)] }, inState("DONE"));
    expect(replies).toEqual([undefined]);
  });

  test("of a change ends when the machine is at rest again", async () => {
    const { replies } = await waited({ 3: ["ACTIVE/HOTPLUG", "ACTIVE/RUNNING"] }, AT_REST);
    expect(replies).toHaveLength(1);
  });
});

describe("a wait that is in vain ends at once", () => {
  test("with the server's reason", async () => {
    const { error, context } = await waited({ 3: ["PENDING", "ACTIVE/BOOT_FAILURE/no space on host01"] });
    expect(error).toMatchObject({
      code: "WAIT_FAILED",
      message: "The machine 3 (web) is BOOT_FAILURE, not RUNNING. no space on host01",
      hint: "`occi-compute show 3` shows the machine.",
    });
    expect(context.elapsed()).toBe(250);
  });

  test("or with what older servers do not tell", async () => {
    const { error } = await waited({ 3: ["PENDING", "FAILED"] });
    expect(error).toMatchObject({ code: "WAIT_FAILED", hint: expect.stringContaining("does not report the reason") });
  });

  test("when the machine comes to rest elsewhere", async () => {
    const { error } = await waited({ 3: ["ACTIVE/SHUTDOWN_POWEROFF", "ACTIVE/RUNNING"] }, inState("POWEROFF"));
    expect(error).toMatchObject({ code: "WAIT_FAILED", message: "The machine 3 (web) is RUNNING, not POWEROFF." });
  });

  test("not when it has not begun to move", async () => {
    const looks = { 3: ["ACTIVE/RUNNING", "ACTIVE/SHUTDOWN_POWEROFF", "POWEROFF"] };
    expect((await waited(looks, inState("POWEROFF"))).replies).toHaveLength(1);
  });

  test("when the machine has ended", async () => {
    const { error, context } = await waited({ 3: ["DONE"] });
    expect(error?.message).toBe("The machine 3 (web) is DONE, not RUNNING.");
    expect(context.elapsed()).toBe(0);
  });

  test("when it is gone, or the password is wrong", async () => {
    expect((await waited({ 3: ["PENDING", reply("", 404)] })).error).toMatchObject({
      code: "REFUSED",
      httpStatus: 404,
    });
    expect((await waited({ 3: [reply("", 401)] })).error).toMatchObject({ httpStatus: 401 });
  });

  test("for the others, too: nothing is asked any more", async () => {
    const { error, context } = await waited({ 3: ["PENDING"], 4: ["PENDING", "FAILED"], 5: ["PENDING"] });
    expect(error?.message).toContain("machine 4");
    expect(context.requests).toHaveLength(6);
  });

  test("of an image in ERROR", async () => {
    const image = (state: string) =>
      reply(`<STORAGE><ID>7</ID><NAME>debian</NAME><STATE>${state}</STATE><ERROR>404 of the URL</ERROR></STORAGE>`);
    const { error } = await waited({ 7: [image("LOCKED"), image("ERROR")] }, USABLE, { kind: "storage" });
    expect(error?.message).toBe("The image 7 (debian) is ERROR, not READY. 404 of the URL");
  });

  test("nothing that the server says makes a terminal do anything", async () => {
    const { error } = await waited({ 3: ["FAILED//\u009b2Jx\u202e"] });
    expect(error?.message).toEndWith("\ufffd2Jx\ufffd");
  });
});

describe("a wait never hangs", () => {
  test("after ten minutes, or after --timeout, it ends with a code of its own", async () => {
    const { error, context } = await waited({ 3: ["PENDING"], 4: ["ACTIVE/RUNNING"], 5: ["ACTIVE/PROLOG"] }, RUNNING, {
      timeout: "10",
    });
    expect(error).toMatchObject({
      code: "WAIT_TIMED_OUT",
      message: "After 10 s machine 3 is PENDING, machine 5 is PROLOG, not RUNNING.",
    });
    expect(context.elapsed()).toBe(10_000);
    expect((await waited({ 3: ["PENDING"] })).context.elapsed()).toBe(600_000);
  });

  test("a server that does not answer for a while is asked again", async () => {
    const looks = { 3: ["PENDING", UNREACHABLE, reply("", 503), "ACTIVE/RUNNING"] };
    expect((await waited(looks)).replies).toEqual([machine("3", "ACTIVE/RUNNING").body]);
  });

  test("but not for longer than the timeout", async () => {
    const { error, context } = await waited({ 3: ["PENDING", UNREACHABLE] }, RUNNING, { timeout: "5" });
    expect(error?.message).toBe(
      "After 5 s machine 3 is PENDING, but the server is not answering at the moment, not RUNNING.",
    );
    expect(context.elapsed()).toBe(5_000);
  });

  test("a look takes no longer than what is left", async () => {
    const context = servers({ 3: ["PENDING"] }, "10");
    const limits: (number | undefined)[] = [];
    const { exchange } = context.session;
    context.session.exchange = (method, path, body, options) => {
      limits.push(options?.within);
      return exchange(method, path, body, options);
    };
    await expect(heard(() => waitForAll(context, "compute", ["3"], RUNNING))).rejects.toThrow("After 10 s");
    expect(limits[0]).toBe(10_000);
    expect(limits[1]).toBe(9_750);
    expect(limits.at(-1)).toBe(2_000);
  });
});

describe("a change that cannot be made for the moment", () => {
  const BUSY = new OcciError("IN_USE", "It is in use.", { httpStatus: 409, retryAfter: 5 });

  async function retried(failures: readonly OcciError[], timeout?: string) {
    const context = fakeContext(() => reply(""), commandLine(timeout === undefined ? {} : { timeout }));
    let times = 0;
    const { result, told } = await heard(async () => {
      try {
        return await retryWhileBusy(context, "network", 30_000, async () => {
          const failure = failures[Math.min(times++, failures.length)];
          if (failure !== undefined) throw failure;
          return "done";
        });
      } catch (error) {
        return error;
      }
    });
    return { result, told, times, elapsed: context.elapsed() };
  }

  test("is tried again, and that is told once", async () => {
    const { result, told, times } = await retried([BUSY, BUSY, BUSY]);
    expect([result, times]).toEqual(["done", 4]);
    expect(told).toEqual(["occi-network: It is in use. Retrying for 30 s."]);
  });

  test("until the timeout", async () => {
    const forever = Array<OcciError>(1_000).fill(BUSY);
    const short = await retried(forever);
    expect([short.result, short.elapsed]).toEqual([BUSY, 30_000]);
    const long = await retried(forever, "5m");
    expect([long.result, long.elapsed]).toEqual([BUSY, 300_000]);
  });

  test("what does not pass by itself is waited for with --timeout only", async () => {
    const stays = new OcciError("IN_USE", "It is in use.", { httpStatus: 409 });
    expect(await retried([stays])).toEqual({ result: stays, times: 1, told: [], elapsed: 0 });
    expect(await retried([stays, stays], "1m")).toMatchObject({ result: "done", times: 3 });
    const old = new OcciError("REFUSED", "The server answers 409: in use.", { httpStatus: 409 });
    expect(await retried([old])).toMatchObject({ result: "done", times: 2 });
  });

  test("other refusals are no reason to wait", async () => {
    const forbidden = new OcciError("FORBIDDEN", "No.", { httpStatus: 403 });
    expect(await retried([forbidden])).toEqual({ result: forbidden, times: 1, told: [], elapsed: 0 });
    expect(await retried([UNREACHABLE])).toEqual({ result: UNREACHABLE, times: 1, told: [], elapsed: 0 });
  });
});
