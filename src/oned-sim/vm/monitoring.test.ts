import { expect, setSystemTime, test } from "bun:test";
import { all, readRecord, text } from "../../xml/record.ts";
import { ALICE, BOB, TestWorld } from "../testing/world.ts";

function recordsOf(world: TestWorld, session: string, id: number): Record<string, number>[] {
  const document = readRecord(String(world.call(session, "one.vm.monitoring", id)), "MONITORING_DATA");
  return all(document, "MONITORING").map((one) =>
    Object.fromEntries(
      ["TIMESTAMP", "NETRX", "DISKWRBYTES", "CPU", "MEMORY"].map((name) => [name, Number(text(one, name))]),
    ),
  );
}

test("the demo's machine has a record each 30 s of 12 hours, a restart and two gaps", () => {
  const records = recordsOf(new TestWorld(), ALICE, 0);
  expect(records.length).toBeGreaterThan(1300);
  expect(records.length).toBeLessThan(1400);
  const steps = records.slice(1).map((one, index) => ({
    seconds: (one.TIMESTAMP ?? 0) - (records[index]?.TIMESTAMP ?? 0),
    bytes: (one.NETRX ?? 0) - (records[index]?.NETRX ?? 0),
  }));
  expect(steps.filter(({ seconds }) => seconds > 30)).toHaveLength(2);
  expect(steps.filter(({ bytes }) => bytes < 0)).toHaveLength(1);
  expect(steps.filter(({ seconds, bytes }) => bytes < 0 && seconds > 30)).toHaveLength(1);
  expect(Math.min(...records.map(({ CPU = 0 }) => CPU))).toBeGreaterThanOrEqual(0);
});

test("what was measured grows with time, and stands still while a VM rests", () => {
  const world = new TestWorld();
  try {
    const begun = Date.now();
    const count = recordsOf(world, BOB, 2).length;
    setSystemTime(begun + 3_600_000);
    // The records of 12 hours are kept: as many as before.
    expect(Math.abs(recordsOf(world, BOB, 2).length - count)).toBeLessThan(40);
    world.call(BOB, "one.vm.action", "poweroff", 2);
    world.settle();
    const last = recordsOf(world, BOB, 2).at(-1);
    setSystemTime(begun + 7_200_000);
    expect(recordsOf(world, BOB, 2).at(-1)).toEqual(last as Record<string, number>);
    world.call(BOB, "one.vm.action", "resume", 2);
    world.settle();
    expect(recordsOf(world, BOB, 2).at(-1)?.NETRX).toBe(0);
  } finally {
    setSystemTime();
  }
});
