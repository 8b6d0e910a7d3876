/** For how long the last changes of users are remembered. */
import { describe, expect, test } from "bun:test";
import { CREDENTIALS_AFTER, RecentChanges } from "./recent-changes.ts";

const KEPT = 5_000;

describe("a user's last change", () => {
  test("is remembered so long, and is the user's alone", () => {
    const changes = new RecentChanges(KEPT);
    expect(changes.last("alice", 10_000)).toBeUndefined();
    const change = changes.changed("alice", 10_000);
    expect(change).toEqual({ at: 10_000 });
    expect(changes.last("alice", 10_000 + KEPT - 1)).toBe(change);
    expect(changes.last("alice", 10_000 + KEPT)).toBeUndefined();
    expect(changes.last("bob", 10_001)).toBeUndefined();
  });

  test("is seen at an address, or at none any more, unless a later one came", () => {
    const changes = new RecentChanges(KEPT);
    const first = changes.changed("alice", 10_000);
    changes.shown("alice", first, 2);
    const seen = changes.last("alice", 10_001);
    expect(seen).toEqual({ at: 10_000, shownAt: 2 });
    // What it was before is no longer the last.
    changes.shown("alice", first, 1);
    expect(changes.last("alice", 10_001)).toBe(seen);
    if (seen !== undefined) changes.shown("alice", seen, undefined);
    expect(changes.last("alice", 10_001)).toEqual({ at: 10_000 });
  });

  test("is forgotten when every address shows it, unless a later one came", () => {
    const changes = new RecentChanges(KEPT);
    const first = changes.changed("alice", 10_000);
    const second = changes.changed("alice", 10_500);
    changes.forget("alice", first);
    expect(changes.last("alice", 10_501)).toBe(second);
    changes.forget("alice", second);
    expect(changes.last("alice", 10_501)).toBeUndefined();
  });
});

test("a refusal is in doubt for a second after a change of credentials", () => {
  const changes = new RecentChanges(KEPT);
  expect(changes.doubtRefusal("alice", 10_000)).toBe(false);
  changes.credentialsChanged("alice", 10_000);
  expect(changes.doubtRefusal("alice", 10_000 + CREDENTIALS_AFTER - 1)).toBe(true);
  expect(changes.doubtRefusal("alice", 10_000 + CREDENTIALS_AFTER)).toBe(false);
  expect(changes.doubtRefusal("bob", 10_001)).toBe(false);
});

test("a refusal is in doubt after the last change of credentials, and others are dropped meanwhile", () => {
  const changes = new RecentChanges(KEPT);
  changes.credentialsChanged("dave", 10_000);
  changes.credentialsChanged("erin", 10_100);
  changes.credentialsChanged("dave", 10_900);
  expect(changes.doubtRefusal("dave", 11_800)).toBe(true);
  changes.changed("alice", 11_500);
  expect(changes.size).toBe(2);
  expect(changes.doubtRefusal("erin", 11_050)).toBe(false);
});

test("a change is dropped as soon as it is over", () => {
  const changes = new RecentChanges(KEPT);
  changes.changed("alice", 10_000);
  changes.changed("bob", 10_000 + KEPT);
  expect(changes.size).toBe(1);
});

test("what is over is dropped once a second, the oldest first, and nothing else", () => {
  const changes = new RecentChanges(KEPT);
  changes.changed("alice", 10_000);
  changes.changed("bob", 10_100);
  changes.credentialsChanged("carol", 10_200);
  changes.credentialsChanged("dave", 14_900);
  // Her last change is the latest: it goes behind the others.
  changes.changed("alice", 14_950);
  expect(changes.size).toBe(3);
  changes.changed("eve", 15_099);
  expect(changes.size).toBe(4);
  changes.changed("eve", 15_100);
  expect(changes.size).toBe(4);
  changes.changed("eve", 15_900);
  expect(changes.size).toBe(2);
  changes.credentialsChanged("dave", 16_800);
  changes.credentialsChanged("dave", 21_000);
  expect(changes.size).toBe(1);
});
