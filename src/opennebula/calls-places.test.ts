/** How calls get their places on the way to oned, how long they wait, and when they are sent again. */
import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import type { OcciError } from "../errors.ts";
import { codeOf } from "../testing/code-of.ts";
import { type CallOptions, Calls } from "./calls.ts";
import * as transport from "./transport.ts";

const ALICE = "alice:alicepass";
const ANSWER = "<methodResponse><params/></methodResponse>";

/** Exchanges on their way, each to be answered or failed. */
let sent: { url: string; body: string; timeout: number; answer(body?: string): void; fail(error: Error): void }[];
const spies: { mockRestore(): void }[] = [];
beforeEach(() => {
  sent = [];
  spies.push(
    spyOn(transport, "exchange").mockImplementation((url, body, { timeout }) => {
      const { promise, resolve, reject } = Promise.withResolvers<transport.Received>();
      const answer = (text = ANSWER) => resolve({ body: Buffer.from(text), release() {} });
      sent.push({ url, body, timeout, answer, fail: reject });
      return promise;
    }),
  );
});
afterEach(() => {
  for (const spy of spies.splice(0)) spy.mockRestore();
});

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
/** Answers each exchange, those as well that begin when another one has ended: none may be left waiting behind a test. */
async function answerAll(count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    sent[at]?.answer();
    await turn();
  }
}
const failure = (kind: transport.ExchangeFailure["kind"], isSent: boolean) =>
  new transport.ExchangeFailure(kind, isSent, "failed");

/** Calls to one address, unless there are others, with a clock of which each sleep is noted. */
function calls(options: Partial<CallOptions> = {}) {
  let time = 0;
  const slept: number[] = [];
  const outcomes: string[] = [];
  const clock = {
    now: () => time,
    async sleep(milliseconds: number) {
      slept.push(milliseconds);
      time += milliseconds;
    },
  };
  const made = new Calls({
    ...{ urls: ["http://oned.test/0"], connections: 3, timeout: 60_000, answerLimit: 1_000_000, clock },
    onCall: (method, milliseconds, outcome) => void outcomes.push(`${method} ${outcome} ${milliseconds >= 0}`),
    ...options,
  });
  const read = (begins?: () => void) => made.read(ALICE, "one.vm.info", "<read/>", begins && { begins });
  const change = (method = "one.vm.rename") => made.change(ALICE, method, `<${method}/>`);
  return { made, slept, outcomes, read, change };
}

describe("of three connections", () => {
  test("reads may have all, changes two, calls that wait for a driver one", async () => {
    const { made, read, change } = calls();
    const all = [change("one.image.allocate"), change("one.image.allocate"), change(), change(), read(), read()];
    await turn();
    expect(sent.map(({ body }) => body)).toEqual(["<one.image.allocate/>", "<one.vm.rename/>", "<read/>"]);
    expect(made.load).toEqual({ running: 3, waiting: 1 });
    // Each is followed by one that waits for the same place.
    sent[0]?.answer();
    await turn();
    expect(sent.slice(3).map(({ body }) => body)).toEqual(["<read/>"]);
    await answerAll(6);
    expect((await Promise.all(all)).length).toBe(6);
    expect(made.load).toEqual({ running: 0, waiting: 0 });
  });

  test.each([
    [4, 2, 3],
    [2, 1, 1],
    [1, 1, 1],
  ])("were there %d, drivers could have %d and changes %d", async (connections, drivers, changes) => {
    const started = async (method: string) => {
      sent = [];
      const { change } = calls({ connections });
      const all = Array.from({ length: 6 }, () => change(method));
      await turn();
      const atOnce = sent.length;
      await answerAll(all.length);
      await Promise.all(all);
      return atOnce;
    };
    expect([await started("one.image.allocate"), await started("one.vm.rename")]).toEqual([drivers, changes]);
  });
});

describe("a call that waits for a place", () => {
  test("is told when it is on its way, and not before", async () => {
    const { read } = calls({ connections: 1 });
    let begun = 0;
    const first = read();
    const second = read(() => {
      begun += 1;
    });
    await turn();
    expect([sent.length, begun]).toEqual([1, 0]);
    sent[0]?.answer();
    await first;
    await turn();
    expect([sent.length, begun]).toEqual([2, 1]);
    sent[1]?.answer();
    await second;
  });

  test("waits for it as long as for the answer, and is refused then", async () => {
    const { made, read, outcomes } = calls({ connections: 1, timeout: 3 });
    const first = read();
    const error = await read().catch((thrown: OcciError) => thrown);
    expect(error).toMatchObject({ code: "OVERLOADED", retryAfter: 5 });
    expect((error as OcciError).cause).toBeInstanceOf(DOMException);
    expect([outcomes, made.load]).toEqual([["one.vm.info refused true"], { running: 1, waiting: 0 }]);
    sent[0]?.answer();
    await first;
    expect(outcomes.at(-1)).toBe("one.vm.info answered true");
  });

  test("leaves no timer when it has its place", async () => {
    const { read } = calls({ connections: 1, timeout: 54_321 });
    const timers = [spyOn(globalThis, "setTimeout"), spyOn(globalThis, "clearTimeout")] as const;
    spies.push(...timers);
    const both = [read(), read()];
    await turn();
    sent[0]?.answer();
    await turn();
    sent[1]?.answer();
    await Promise.all(both);
    const at = timers[0].mock.calls.findIndex(([, delay]) => delay === 54_321);
    expect(at).toBeGreaterThanOrEqual(0);
    const begun: unknown = timers[0].mock.results[at]?.value;
    expect(timers[1].mock.calls.map(([timer]) => timer as unknown)).toContain(begun);
  });
});

test.each([
  [{ timeout: 7_000, driverTimeout: 9_000 }, 7_000, 9_000],
  [{ timeout: 7_000 }, 7_000, 7_000],
])("with %j a call may take %d ms, one that waits for a driver %d ms", async (options, other, driver) => {
  const { change } = calls(options);
  const both = [change(), change("one.image.allocate")];
  await turn();
  expect(sent.map(({ timeout }) => timeout)).toEqual([other, driver]);
  await answerAll(2);
  await Promise.all(both);
});

describe("a read whose connection breaks", () => {
  test("is sent again, once: a restart of oned looks the same", async () => {
    const { read, outcomes } = calls();
    const [once, twice] = [read(), codeOf(read())];
    await turn();
    for (const { fail } of sent.slice(0, 2)) fail(failure("broken", true));
    await turn();
    expect(sent).toHaveLength(4);
    sent[2]?.answer();
    sent[3]?.fail(failure("broken", true));
    await once;
    expect(await twice).toBe("ONED_UNREACHABLE");
    expect([sent.length, outcomes.toSorted()]).toEqual([4, ["one.vm.info answered true", "one.vm.info broken true"]]);
  });

  test.each(["timeout", "not-oned", "unreachable"] as const)("is not when it is %s", async (kind) => {
    const { read, outcomes } = calls();
    const failed = codeOf(read());
    await turn();
    sent[0]?.fail(failure(kind, true));
    expect(await failed).not.toBe("no error");
    expect([sent.length, outcomes]).toEqual([1, [`one.vm.info ${kind} true`]]);
  });
});

describe("a change", () => {
  test("whose connection breaks is not sent again", async () => {
    const { change } = calls();
    const failed = codeOf(change());
    await turn();
    sent[0]?.fail(failure("broken", true));
    expect([await failed, sent.length]).toEqual(["OUTCOME_UNKNOWN", 1]);
  });

  test.each([
    [1_500, [100, 150, 225, 337.5, 500, 187.5]],
    [undefined, []],
  ])("that no leader takes waits %p ms, longer each time", async (wait, pauses) => {
    spies.splice(0).forEach((spy) => void spy.mockRestore());
    const none = spyOn(transport, "exchange").mockRejectedValue(failure("no-leader", false));
    spies.push(none);
    const { change, slept, made } = calls({ ...(wait !== undefined && { wait }) });
    expect(await codeOf(change())).toBe("ONED_READ_ONLY");
    expect([slept, none.mock.calls.length]).toEqual([pauses, pauses.length + 1]);
    expect(made.leader.doubted).toBe(true);
  });

  test.each([
    ["stopped", "ONED_READ_ONLY"],
    ["unreachable", "ONED_UNREACHABLE"],
  ] as const)("that is %s does not wait", async (kind, code) => {
    const { change, slept } = calls({ wait: 10_000 });
    const failed = codeOf(change());
    await turn();
    sent[0]?.fail(failure(kind, false));
    expect([await failed, slept, sent.length]).toEqual([code, [], 1]);
  });
});

describe("of several servers, a change after one that failed", () => {
  const urls = ["http://oned.test/0", "http://oned.test/1"];
  const reply = (success: number, text: string) =>
    `<methodResponse><params><param><value><array><data><value><boolean>${success}</boolean></value><value>` +
    `<string>${text}</string></value><value><i4>256</i4></value></data></array></value></param></params></methodResponse>`;
  /** Two servers whose leader is in doubt, and a change that comes then. */
  async function doubted(options: Partial<CallOptions> = {}) {
    const two = calls({ urls, ...options });
    two.made.leader.doubt();
    const changed = two.change().then(
      () => "done",
      (error: OcciError) => error.code,
    );
    await turn();
    return { ...two, changed };
  }

  test("is sent when a leader has answered, who is asked for a second and a half", async () => {
    const { made, changed } = await doubted();
    expect(sent.map(({ body, timeout }) => [body.includes("one.system.version"), timeout])).toEqual([[true, 1_500]]);
    sent[0]?.answer(reply(1, "7.4.0"));
    await turn();
    expect([sent.length, sent[1]?.body, made.leader.doubted]).toEqual([2, "<one.vm.rename/>", false]);
    sent[1]?.answer();
    expect(await changed).toBe("done");
  });

  test("is sent also when the user is refused there: oned says so itself", async () => {
    const { made, changed } = await doubted();
    sent[0]?.answer(reply(0, "User couldn't be authenticated, aborting call."));
    await turn();
    expect([sent[1]?.body, made.leader.doubted]).toEqual(["<one.vm.rename/>", true]);
    sent[1]?.answer();
    expect(await changed).toBe("done");
  });

  test.each([
    ["timeout", true, "ONED_READ_ONLY"],
    ["no-leader", false, "ONED_READ_ONLY"],
    ["stopped", false, "ONED_READ_ONLY"],
    ["unreachable", false, "ONED_UNREACHABLE"],
  ] as const)("is not sent when the search is %s: nothing was done", async (kind, isSent, code) => {
    const { changed } = await doubted();
    sent[0]?.fail(failure(kind, isSent));
    await turn();
    sent[1]?.fail(failure(kind, isSent));
    expect([await changed, sent.every(({ body }) => body.includes("one.system.version"))]).toEqual([code, true]);
  });

  test("waits for the next leader while there is none, but not while changes are stopped", async () => {
    const tries = async (kind: "no-leader" | "stopped") => {
      sent = [];
      const { changed, slept } = await doubted({ wait: 100 });
      for (let at = 0; at < 4; at++) {
        sent[at]?.fail(failure(kind, false));
        await turn();
      }
      return [await changed, slept];
    };
    expect(await tries("no-leader")).toEqual(["ONED_READ_ONLY", [100]]);
    expect(await tries("stopped")).toEqual(["ONED_READ_ONLY", []]);
  });
});

test("how many addresses there are, and who is in line", async () => {
  const { made, read } = calls({ urls: ["http://oned.test/0", "http://oned.test/1"], connections: 1 });
  const both = [read(), read()];
  await turn();
  expect([made.addresses, made.isFullFor("alice", 1), made.isFullFor("alice", 2)]).toEqual([2, true, false]);
  await answerAll(2);
  await Promise.all(both);
});
