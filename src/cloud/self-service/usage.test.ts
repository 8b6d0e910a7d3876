import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import type { Stay } from "../../opennebula/accounting.ts";
import { Account, periodOf } from "./usage.ts";

const seconds = (time: string): number => Date.parse(time) / 1000;
const NOW = seconds("2026-11-30T12:00:00Z");

describe("the time that is asked for", () => {
  const of = (from?: string, to?: string): readonly string[] => {
    const period = periodOf({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, NOW);
    return [period.from, period.to].map((one) => new Date(one * 1000).toISOString().slice(0, 19));
  };

  test.each([
    [undefined, undefined, "2026-11-01T00:00:00", "2026-11-30T12:00:00"],
    ["2026-11-10", undefined, "2026-11-10T00:00:00", "2026-11-30T12:00:00"],
    ["2026-10-01", "2026-10-31", "2026-10-01T00:00:00", "2026-11-01T00:00:00"],
    [undefined, "2026-10-31", "2026-10-01T00:00:00", "2026-11-01T00:00:00"],
    ["2026-11-29", "2027-05-01", "2026-11-29T00:00:00", "2026-11-30T12:00:00"],
    ["2026-11-30", "2026-11-30", "2026-11-30T00:00:00", "2026-11-30T12:00:00"],
    ["2026-11-29T22:00:00+02:00", "2026-11-29T21:30:00Z", "2026-11-29T20:00:00", "2026-11-29T21:30:00"],
    ["2025-11-30", "2026-11-29", "2025-11-30T00:00:00", "2026-11-30T00:00:00"],
  ] as const)("from %p to %p is from %s to %s", (from, to, begin, end) => {
    expect(of(from, to)).toEqual([begin, end]);
  });

  test.each([
    ["2026-11-10", "2026-11-09", "/to"],
    ["2026-02-30", undefined, "/from"],
    [undefined, "2026-13-01", "/to"],
    ["2026-12-01", undefined, "/from"],
    ["2027-01-01", "2027-02-01", "/from"],
    ["2025-11-01", "2026-11-29", "/from"],
    ["0000-00-00", undefined, "/from"],
  ])("from %p to %p is refused at %s", (from, to, pointer) => {
    let thrown: unknown;
    try {
      of(from, to);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(OcciError);
    expect((thrown as OcciError).faults.map(({ at }) => `/${at.join("/")}`)).toEqual([pointer]);
  });
});

describe("stays add up", () => {
  const stay = (from: string, to: string | undefined, more: Partial<Stay> = {}): Stay => ({
    machine: 7,
    name: "web",
    from: seconds(from),
    to: to === undefined ? 0 : seconds(to),
    cpu: 2,
    memory: 512,
    disk: 10_240,
    ...more,
  });
  const november = { from: seconds("2026-11-01T00:00:00Z"), to: seconds("2026-12-01T00:00:00Z") };
  const accountOf = (...all: readonly Stay[]): Account => {
    const account = new Account();
    for (const one of all) account.add(one, november);
    return account;
  };
  const daysOf = (account: Account): Readonly<Record<string, number>> =>
    Object.fromEntries([...account.days].map(([date, { consumption }]) => [date, consumption.cpuHours]));

  test("day by day", () => {
    const account = accountOf(stay("2026-11-03T18:00:00Z", "2026-11-05T06:00:00Z"));
    expect(daysOf(account)).toEqual({ "2026-11-03": 12, "2026-11-04": 48, "2026-11-05": 12 });
    expect(account.total.consumption).toEqual({ cpuHours: 72, memoryHours: 18, diskHours: 360 });
  });

  test("with their part only where they began before or ended after", () => {
    const account = accountOf(
      stay("2026-10-30T00:00:00Z", "2026-11-01T01:00:00Z"),
      stay("2026-11-30T23:00:00Z", "2026-12-09T00:00:00Z"),
    );
    expect(daysOf(account)).toEqual({ "2026-11-01": 2, "2026-11-30": 2 });
  });

  test("until the end of the time where they go on", () => {
    expect(daysOf(accountOf(stay("2026-11-30T12:00:00Z", undefined)))).toEqual({ "2026-11-30": 24 });
    expect(daysOf(accountOf(stay("2026-12-01T12:00:00Z", undefined)))).toEqual({});
  });

  test("by machine, under the last of its names", () => {
    const account = accountOf(
      stay("2026-11-03T00:00:00Z", "2026-11-03T01:00:00Z"),
      stay("2026-11-03T01:00:00Z", "2026-11-03T03:00:00Z", { name: "www", cpu: 1 }),
      stay("2026-11-03T01:00:00Z", "2026-11-03T02:00:00Z", { machine: 9, name: "db", cpu: 4 }),
    );
    const machines = [...account.machines].map(([id, { name, sum }]) => [id, name, sum.consumption.cpuHours]);
    expect(machines).toEqual([
      [7, "www", 4],
      [9, "db", 4],
    ]);
  });

  test("to no more than a few numbers for each machine and day", () => {
    const account = new Account();
    const begin = november.from;
    for (let number = 0; number < 100_000; number += 1) {
      const from = begin + (number % 2000) * 1000;
      account.add({ machine: number % 1000, name: "m", from, to: from + 600, cpu: 1, memory: 1, disk: 1 }, november);
    }
    expect([account.machines.size, account.days.size]).toEqual([1000, 24]);
    expect(account.total.consumption.cpuHours).toBeCloseTo(100_000 / 6, 2);
  });
});
