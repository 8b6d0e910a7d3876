/** What oned has accepted within the last minutes: for how long it is known, and of how many. */
import { expect, test } from "bun:test";
import { AcceptedLately } from "./accepted-lately.ts";

const MINUTE = 60_000;

test("is known for ten minutes after it was accepted last", () => {
  const lately = new AcceptedLately();
  expect(lately.has("alice", "password", 0)).toBe(false);
  lately.add("alice", "password", 0);
  expect(lately.has("alice", "password", 10 * MINUTE - 1)).toBe(true);
  expect(lately.has("alice", "password", 10 * MINUTE)).toBe(false);
  lately.add("alice", "password", 9 * MINUTE);
  expect(lately.has("alice", "password", 18 * MINUTE)).toBe(true);
});

test("is one user's, and another secret of the same user is another", () => {
  const lately = new AcceptedLately();
  lately.add("alice", "password", 0);
  expect([lately.has("bob", "password", 1), lately.has("alice", "token", 1)]).toEqual([false, false]);
});

test("ends when it is refused, and no other with it", () => {
  const lately = new AcceptedLately();
  lately.add("alice", "password", 0);
  lately.add("alice", "token", 0);
  lately.delete("alice", "token");
  lately.delete("bob", "token");
  expect([lately.has("alice", "password", 1), lately.has("alice", "token", 1)]).toEqual([true, false]);
});

test("is kept of sixteen for each user: the one that was accepted the longest ago goes", () => {
  const lately = new AcceptedLately();
  for (let i = 0; i < 16; i++) lately.add("alice", `token ${i}`, i);
  lately.add("alice", "token 0", 16);
  lately.add("alice", "token 16", 17);
  const known = Array.from({ length: 17 }, (_, i) => lately.has("alice", `token ${i}`, 20));
  expect(known).toEqual([true, false, ...Array<boolean>(15).fill(true)]);
});

test("is kept of 4,096 users, whatever one of them does", () => {
  const lately = new AcceptedLately();
  for (let i = 0; i < 4096; i++) lately.add(`user ${i}`, "password", 0);
  lately.add("user 0", "password", 0);
  for (let i = 0; i < 20; i++) lately.add("user 4095", `token ${i}`, 0);
  expect([0, 1, 4094].map((i) => lately.has(`user ${i}`, "password", 1))).toEqual([true, true, true]);
  lately.add("one more", "password", 0);
  expect([0, 1, 2].map((i) => lately.has(`user ${i}`, "password", 1))).toEqual([true, false, true]);
});
