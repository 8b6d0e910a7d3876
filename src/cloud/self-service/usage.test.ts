import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import type { Stay } from "../../opennebula/accounting.ts";
import type { OnedClient, Parameter } from "../../opennebula/client.ts";
import { encodePayload } from "../../xml/testing/encode-payload.ts";
import type { Requester } from "./requester.ts";
import { Account, periodOf, usageOf } from "./usage.ts";

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
    ["2025-11-29T12:00:00Z", undefined, "2025-11-29T12:00:00", "2026-11-30T12:00:00"],
    [undefined, "2026-12-31", "2026-11-01T00:00:00", "2026-11-30T12:00:00"],
    ["1970-01-01", "1970-02-01", "1970-01-01T00:00:00", "1970-02-02T00:00:00"],
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
    ["1969-12-31", "1970-02-01", "/from"],
    ["2025-11-29T11:59:59Z", undefined, "/from"],
    ["2026-11-30T12:00:00Z", undefined, "/from"],
    ["2026-11-10T00:00:00Z", "2026-11-10T00:00:00Z", "/to"],
    ["2026-12-05", "2026-02-30", "/to"],
    ["1960-01-01", "2026-02-30", "/to"],
    ["2020-01-01", "2026-02-30", "/to"],
    ["2026-02-30", "1950-01-01", "/from"],
    ["2026-02-30", "2026-13-01", "/to /from"],
  ])("from %p to %p is refused at %s", (from, to, pointer) => {
    let thrown: unknown;
    try {
      of(from, to);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(OcciError);
    expect((thrown as OcciError).faults.map(({ at }) => `/${at.join("/")}`).join(" ")).toBe(pointer);
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

describe("the usage", () => {
  const stayXml = (machine: number, name: string, from: string, to: string) =>
    `<HISTORY><OID>${machine}</OID><STIME>${seconds(from)}</STIME><ETIME>${seconds(to)}</ETIME><VM><NAME>${name}</NAME><TEMPLATE><CPU>2</CPU><MEMORY>512</MEMORY><DISK><SIZE>1024</SIZE></DISK></TEMPLATE></VM></HISTORY>`;
  const costXml = (machine: number, year: number, month: number, cost: number) =>
    `<SHOWBACK><VMID>${machine}</VMID><VMNAME>m${machine}</VMNAME><YEAR>${year}</YEAR><MONTH>${month}</MONTH><CPU_COST>${cost}</CPU_COST><MEMORY_COST>${2 * cost}</MEMORY_COST><DISK_COST>${3 * cost}</DISK_COST><TOTAL_COST>${6 * cost}</TOTAL_COST></SHOWBACK>`;
  const cents = (value: number) => Math.round(value * 100) / 100;
  const costOf = (cost: number) => ({ cpu: cost, memory: 2 * cost, disk: cents(3 * cost), total: cents(6 * cost) });

  /** Of a cloud in which these machines stayed and cost; with what oned was asked. */
  async function used(from: string, to: string, stays: string, costs: string, machine?: number) {
    const calls: string[] = [];
    const never = () => Promise.reject(new Error("not asked"));
    const readPool = async (_: string, method: string, ...parameters: Parameter[]) => {
      const isCosts = method.endsWith("showback");
      const times = isCosts ? parameters.slice(1) : parameters.slice(1).map((at) => day(Number(at)));
      calls.push(`${isCosts ? "costs" : "stays"} ${times.join(" ")}`);
      const xml = isCosts
        ? `<SHOWBACK_RECORDS>${costs}</SHOWBACK_RECORDS>`
        : `<HISTORY_RECORDS>${stays}</HISTORY_RECORDS>`;
      return { encoded: encodePayload(xml), release() {} };
    };
    const oned: OnedClient = { readPool, readMany: never, read: never, change: never };
    const alice = { deps: { oned }, session: "alice:x", user: "alice" } as unknown as Requester;
    return { usage: await usageOf(alice, { from: seconds(from), to: seconds(to) }, machine), calls };
  }
  const day = (at: number): string => new Date(at * 1000).toISOString().slice(0, 10);

  test("has a line for each day, each machine, newest first, and each month", async () => {
    const stays =
      stayXml(7, "web", "2026-10-31T12:00:00Z", "2026-11-01T06:00:00Z") +
      stayXml(9, "db", "2026-11-01T00:00:00Z", "2026-11-01T01:00:00Z");
    const costs =
      costXml(7, 2026, 11, 0.1) + costXml(9, 2026, 10, 0.2) + costXml(9, 2026, 11, 0.2) + costXml(8, 2026, 11, 1);
    const { usage } = await used("2026-10-31T00:00:00Z", "2026-11-02T00:00:00Z", stays, costs);
    expect(usage).toEqual({
      from: new Date("2026-10-31T00:00:00Z"),
      to: new Date("2026-11-02T00:00:00Z"),
      total: { cpuHours: 38, memoryHours: 9.5, diskHours: 19, cost: costOf(1.5) },
      days: [
        { date: "2026-10-31", cpuHours: 24, memoryHours: 6, diskHours: 12 },
        { date: "2026-11-01", cpuHours: 14, memoryHours: 3.5, diskHours: 7 },
      ],
      machines: [
        { id: 9, name: "db", cpuHours: 2, memoryHours: 0.5, diskHours: 1, cost: costOf(0.4) },
        { id: 8, name: "m8", cpuHours: 0, memoryHours: 0, diskHours: 0, cost: costOf(1) },
        { id: 7, name: "web", cpuHours: 36, memoryHours: 9, diskHours: 18, cost: costOf(0.1) },
      ],
      months: [
        { month: "2026-10", cost: costOf(0.2) },
        { month: "2026-11", cost: costOf(1.3) },
      ],
    });
  });

  test("of one machine leaves the others out", async () => {
    const stays = [7, 9].map((id) => stayXml(id, "m", "2026-11-01T00:00:00Z", "2026-11-01T01:00:00Z")).join("");
    const costs = [7, 9].map((id) => costXml(id, 2026, 11, 1)).join("");
    const { usage } = await used("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", stays, costs, 9);
    expect([usage.machines.map(({ id }) => id), usage.total.cpuHours, usage.total.cost?.cpu]).toEqual([[9], 2, 1]);
  });

  test("of which nothing was calculated has no costs", async () => {
    const stays = stayXml(7, "web", "2026-11-01T00:00:00Z", "2026-11-01T01:00:00Z");
    const { usage } = await used("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", stays, "");
    expect([usage.total.cost, usage.machines[0]?.cost, usage.months]).toEqual([undefined, undefined, []]);
  });

  test("is asked for in parts of 31 days, and its costs by the months that it touches", async () => {
    const { calls } = await used("2025-12-31T12:00:00Z", "2026-03-01T00:00:00Z", "", "");
    expect(calls).toEqual(["stays 2025-12-31 2026-01-31", "stays 2026-01-31 2026-03-01", "costs 12 2025 2 2026"]);
    expect((await used("2026-11-01T00:00:00Z", "2026-12-02T00:00:00Z", "", "")).calls).toEqual([
      "stays 2026-11-01 2026-12-02",
      "costs 11 2026 12 2026",
    ]);
  });

  test("has its months in order, each with two digits", async () => {
    const costs = [12, 3, 10, 1].map((month) => costXml(7, 2025, month, 1)).join("");
    const { usage } = await used("2025-01-01T00:00:00Z", "2025-12-31T00:00:00Z", "", costs);
    expect(usage.months.map(({ month }) => month)).toEqual(["2025-01", "2025-03", "2025-10", "2025-12"]);
  });

  test("begins with the whole day on which its time begins", async () => {
    const { usage } = await used("2026-11-01T12:00:00Z", "2026-11-02T12:00:00Z", "", "");
    expect(usage.days.map(({ date }) => date)).toEqual(["2026-11-01", "2026-11-02"]);
  });
});
