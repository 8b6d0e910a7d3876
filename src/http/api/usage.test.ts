import { expect, test } from "bun:test";
import { at, type Document, describeApi } from "./testing/api-world.ts";

const DAY = 86_400_000;
const day = (ago: number): string => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
const numbers = (document: Document, path: string): number[] => at(document, path) as number[];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

for (const version of ["6.10", "7.4"] as const) {
  describeApi(
    `usage with oned ${version}`,
    ({ occi, send }) => {
      test("of two whole days is that of the machine, which was there all the time", async () => {
        const { status, document } = await send("GET", `/usage?from=${day(3)}&to=${day(2)}`);
        expect(status).toBe(200);
        expect(numbers(document, "days.*.cpuHours")).toEqual([12, 12]);
        expect(numbers(document, "days.*.memoryGiBHours")).toEqual([12, 12]);
        expect(numbers(document, "days.*.diskGiBHours")).toEqual([48, 48]);
        expect(at(document, "days.*.date")).toEqual([day(3), day(2)]);
        expect(at(document, "machines")).toMatchObject([
          { id: 0, name: "alice-web", cpuHours: 24, memoryGiBHours: 24 },
        ]);
        expect(at(document, "total.cpuHours")).toBe(24);
      });

      test("knows the size that a machine had before it was resized", async () => {
        const { document } = await send("GET", `/usage?from=${day(20)}&to=${day(19)}`);
        expect(numbers(document, "days.*.cpuHours")).toEqual([6, 6]);
      });

      test("of the time before there was a machine is nothing", async () => {
        const { document } = await send("GET", `/usage?from=${day(120)}&to=${day(110)}`);
        expect(sum(numbers(document, "days.*.cpuHours"))).toBe(0);
        expect([at(document, "machines"), at(document, "total.cost"), at(document, "months")]).toEqual([[], null, []]);
      });

      test("until now has a part of today, and what the months cost as a whole", async () => {
        const { document } = await send("GET", `/usage?from=${day(30)}`);
        const days = numbers(document, "days.*.cpuHours");
        expect(days).toHaveLength(31);
        expect(days.at(-1)).toBeLessThan(12.01);
        const months = numbers(document, "months.*.cost.total");
        expect(months.length).toBeGreaterThanOrEqual(1);
        expect(at(document, "total.cost.total")).toBeCloseTo(sum(months), 1);
        expect(at(document, "machines.0.cost.total")).toBe(at(document, "total.cost.total"));
        // Those of a month that has just begun are rounded to nothing.
        expect(Math.min(...months)).toBeGreaterThanOrEqual(0);
        expect(sum(months)).toBeGreaterThan(0);
      });

      test.each([
        ["from=0000-01-01&to=0000-02-01", "/from"],
        ["from=1969-12-31T23:59:59Z&to=1970-01-02", "/from"],
        [`from=${day(-400)}`, "/from"],
        [`from=${day(-399)}&to=${day(-400)}`, "/from"],
        ["from=2026-02-30", "/from"],
        ["from=2026-02-30T00:00:00Z", "/from"],
        ["to=2026-11-31T00:00:00Z", "/to"],
        ["from=2026-11-02&to=2026-11-01", "/to"],
        ["from=2024-01-01&to=2025-01-01", "/from"],
      ])("?%s is refused, with its place", async (query, pointer) => {
        const { status, document } = await send("GET", `/usage?${query}`);
        expect([status, document.code, at(document, "errors.*.pointer")]).toEqual([400, "INVALID_REQUEST", [pointer]]);
        expect(occi.sim.calls.filter(({ method }) => /accounting|showback/.test(method))).toEqual([]);
      });

      test("costs a call for each 31 days, and one for the months", async () => {
        const before = occi.sim.callCount;
        await send("GET", `/usage?from=${day(30)}`);
        expect(occi.sim.callCount - before).toBe(2);
        const { status } = await send("GET", `/usage?from=${day(365)}`);
        expect([status, occi.sim.callCount - before]).toEqual([200, 2 + 13]);
      });

      test("of one machine leaves the others out, and of others there is nothing to see", async () => {
        const of = async (machine: number, user: "alice" | "bob") => {
          const { document } = await send("GET", `/usage?from=${day(2)}&machine=${machine}`, { user });
          return at(document, "machines.*.id");
        };
        expect([await of(0, "alice"), await of(2, "alice"), await of(2, "bob"), await of(0, "bob")]).toEqual([
          [0],
          [],
          [2],
          [],
        ]);
      });

      test.each([
        ["from=2026-02-30", "/from"],
        ["from=yesterday", "/from"],
        ["to=2001-01-01&from=2002-01-01", "/to"],
        ["from=2001-01-01", "/from"],
        ["machine=x", "/machine"],
        ["since=2026-01-01", "/since"],
      ])("%s is refused", async (query, pointer) => {
        const { status, document } = await send("GET", `/usage?${query}`);
        expect([status, at(document, "errors.0.pointer")]).toEqual([400, pointer]);
      });
    },
    {},
    { version },
  );
}
