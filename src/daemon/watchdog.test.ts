import { expect, test } from "bun:test";
import { pingEvery, startWatchdog } from "./watchdog.ts";

test("pings come twice in the time that systemd waits", () => {
  expect(pingEvery({ WATCHDOG_USEC: "30000000" }, 7)).toBe(15_000);
  expect(pingEvery({ WATCHDOG_USEC: "30000000", WATCHDOG_PID: "7" }, 7)).toBe(15_000);
  expect(pingEvery({ WATCHDOG_USEC: "1" }, 7)).toBe(1);
  expect(pingEvery({ WATCHDOG_USEC: "9999999999999999" }, 7)).toBe(2 ** 31 - 1);
});

const UNWATCHED: readonly Readonly<Record<string, string>>[] = [
  {},
  { WATCHDOG_USEC: "" },
  { WATCHDOG_USEC: "0" },
  { WATCHDOG_USEC: "soon" },
  { WATCHDOG_USEC: "30000000s" },
  { WATCHDOG_USEC: "x30000000" },
  { WATCHDOG_USEC: "12345678901234567" },
  { WATCHDOG_USEC: "30000000", WATCHDOG_PID: "8" }, // another process is watched
];

test.each(UNWATCHED)("there are none with %p", (environment) => {
  let pings = 0;
  startWatchdog(environment, () => (pings += 1), 7).stop();
  expect(pings).toBe(0);
});

test("they begin at once, go on, and end when told", async () => {
  const third = Promise.withResolvers<void>();
  let pings = 0;
  const watchdog = startWatchdog({ WATCHDOG_USEC: "2000" }, () => {
    pings += 1;
    if (pings === 3) third.resolve();
  });
  expect(pings).toBe(1);
  await third.promise;
  watchdog.stop();
  expect(pings).toBe(3);
});
