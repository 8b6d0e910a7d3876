/** Counts of wrong passwords: of each login by itself, forgotten after a quarter of an hour, never pushed out by others. */
import { describe, expect, test } from "bun:test";
import { LoginFailures } from "./login-failures.ts";

const QUARTER = 15 * 60_000;
const NOW = 10 * QUARTER;

/** A login by its two cells: those with the same number share one. */
function login(one: number, other: number): Buffer {
  const digest = Buffer.alloc(16);
  digest.writeUInt32LE(one, 0);
  digest.writeUInt32LE(other, 4);
  return digest;
}
const ALICE = login(1, 1);

describe("failures of a login", () => {
  test("are counted, with the time of the last", () => {
    const failures = new LoginFailures();
    expect(failures.of(ALICE, NOW).count).toBe(0);
    expect([failures.add(ALICE, NOW), failures.add(ALICE, NOW + 5)]).toEqual([0, 1]);
    expect(failures.of(ALICE, NOW + 6)).toEqual({ count: 2, last: NOW + 5 });
  });

  test("are forgotten a quarter of an hour after the last one, and not before", () => {
    const failures = new LoginFailures();
    failures.add(ALICE, NOW);
    expect(failures.of(ALICE, NOW + QUARTER).count).toBe(1);
    expect(failures.of(ALICE, NOW + QUARTER + 1)).toEqual({ count: 0, last: 0 });
    failures.add(ALICE, NOW + QUARTER + 1);
    expect(failures.of(ALICE, NOW + QUARTER + 1).count).toBe(1);
  });

  test("end at the most that is asked for, and at what a cell can hold", () => {
    const failures = new LoginFailures();
    for (let i = 0; i < 5; i++) failures.add(ALICE, NOW + i, 3);
    expect(failures.of(ALICE, NOW + 9)).toEqual({ count: 3, last: NOW + 2 });
    for (let i = 0; i < 300; i++) failures.add(ALICE, NOW);
    expect(failures.of(ALICE, NOW).count).toBe(255);
  });
});

describe("another login", () => {
  test("that shares one cell has its own count", () => {
    const failures = new LoginFailures();
    for (let i = 0; i < 9; i++) failures.add(ALICE, NOW);
    for (const neighbour of [login(1, 2), login(2, 1), login(2, 2)]) expect(failures.of(neighbour, NOW).count).toBe(0);
    failures.add(login(1, 2), NOW);
    expect([failures.of(login(1, 2), NOW).count, failures.of(ALICE, NOW).count]).toEqual([1, 9]);
  });

  test("does not make a count later than it is", () => {
    const failures = new LoginFailures();
    failures.add(ALICE, NOW);
    failures.add(login(1, 2), NOW + 100);
    expect(failures.of(ALICE, NOW + 100).last).toBe(NOW);
  });

  test("frees nobody of his count: neither thousands of them, nor one with the other half of the digest alike", () => {
    const failures = new LoginFailures();
    failures.add(ALICE, NOW);
    for (let i = 2; i < 20_000; i++) failures.add(login(i, i), NOW + 1);
    expect(failures.of(ALICE, NOW + 1)).toEqual({ count: 1, last: NOW });
  });

  test("that shares both cells is counted with it", () => {
    const failures = new LoginFailures();
    failures.add(ALICE, NOW);
    expect(failures.of(login(1 + 2 ** 17, 1 + 2 ** 17), NOW).count).toBe(1);
  });
});
