/** What is made of the connections that the kernel shows, look by look, with a clock and a kernel of the test's own. */
import { afterEach, describe, expect, spyOn, test } from "bun:test";
import { recordedLog } from "../http/testing/recorded-log.ts";
import { type Caps, limitConnections } from "./connection-limit.ts";
import * as kernel from "./libc.ts";

const PORT = 4567;
const CAPS: Caps = { inAll: 100, perAddress: 2, isExempt: () => false };

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A connection: its descriptor, and the port that its client connects from. */
type Shown = readonly [fd: number, port: number];

/** A listener whose looks the test makes. */
function watched() {
  const timers = spyOn(globalThis, "setTimeout").mockImplementation((() => ({ unref() {} })) as never);
  const clock = spyOn(performance, "now").mockImplementation(() => now);
  const descriptors = spyOn(kernel, "openDescriptors").mockImplementation(() => open);
  const connections = spyOn(kernel, "connectionsTo").mockImplementation((port, visit, known) => {
    looks += 1;
    expect([port, known]).toEqual([PORT, open]);
    for (const [fd, from] of shown) visit(fd, { address: "192.0.2.1", port: from });
  });
  const end = spyOn(kernel, "endConnection").mockImplementation((fd) => {
    ended.push(fd);
  });
  for (const spy of [timers, clock, descriptors, connections, end]) ends.push(() => spy.mockRestore());
  const log = recordedLog();
  let [now, open, looks] = [0, 20, 0];
  let shown: readonly Shown[] = [];
  let ended: number[] = [];
  limitConnections(PORT, () => CAPS, log);
  return {
    /** One more poll. @param descriptors that are open. @returns the connections that it has ended; undefined when it did not look. */
    poll(connectionsNow: readonly Shown[], descriptors = open): readonly number[] | undefined {
      [shown, open, ended] = [connectionsNow, descriptors, []];
      const before = looks;
      const [look] = timers.mock.calls.at(-1) ?? [];
      (look as () => void)();
      return looks === before ? undefined : ended;
    },
    /** Goes on to a time, in seconds. */
    at(seconds: number): void {
      now = seconds * 1000;
    },
    /** What was logged since the last call. */
    logged(): string[] {
      const lines = log.lines.map((line) => line.replace(/.*over the limit /, "").trim());
      log.clear();
      return lines;
    },
  };
}

describe("the connections are looked at", () => {
  test("at each poll while there is one, though as many descriptors are open: one may have gone as another came", () => {
    const { poll } = watched();
    const two: Shown[] = [
      [5, 1001],
      [6, 1002],
    ];
    expect(poll(two, 22)).toEqual([]);
    expect(poll([...two.slice(1), [5, 1003], [7, 1004]], 22)).toEqual([7]);
  });

  test("once where there was none, and again when another descriptor is open", () => {
    const { poll } = watched();
    expect([poll([]), poll([]), poll([])]).toEqual([[], undefined, undefined]);
    expect(poll([[5, 1001]], 21)).toEqual([]);
    expect(poll([], 20)).toEqual([]);
    expect(poll([], 20)).toBeUndefined();
  });
});

describe("a connection is new", () => {
  const old: Shown[] = [
    [5, 1001],
    [6, 1002],
  ];

  test("at its first look only: those that were there before it go on", () => {
    const { poll } = watched();
    expect(poll(old)).toEqual([]);
    expect(poll([[4, 1003], ...old])).toEqual([4]);
  });

  test("where another client has the descriptor of one that was there", () => {
    const { poll } = watched();
    poll(old);
    expect(
      poll([
        [5, 1009],
        [6, 1002],
        [7, 1003],
      ]),
    ).toEqual([7]);
    // The connection of port 1003 was ended, so that its descriptor has no place among the old ones.
    expect(
      poll([
        [6, 1002],
        [7, 1003],
        [5, 1009],
      ]),
    ).toEqual([7]);
    expect(
      poll([
        [7, 1010],
        [6, 1002],
        [5, 1011],
      ]),
    ).toEqual([5]);
  });
});

test("the log has one line in a minute: how many were closed since the last one, and of which client", () => {
  const { poll, at, logged } = watched();
  const over = (count: number): Shown[] => Array.from({ length: 2 + count }, (_, i) => [5 + i, 1000 + i]);
  at(1);
  poll(over(3));
  expect(logged()).toEqual(["count=3 client=192.0.2.1"]);
  at(2);
  poll(over(1));
  at(60.999);
  poll(over(2));
  expect(logged()).toEqual([]);
  at(61);
  poll(over(4));
  expect(logged()).toEqual(["count=7 client=192.0.2.1"]);
  // Where nothing is over the limit any more, those of the last minute are logged all the same, and once.
  at(62);
  poll(over(1));
  at(121);
  poll(over(0));
  expect(logged()).toEqual(["count=1"]);
  at(500);
  poll(over(0));
  expect(logged()).toEqual([]);
});
