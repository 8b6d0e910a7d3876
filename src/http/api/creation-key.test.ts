/** What the hashes of an Idempotency-Key are made of: other users may see them at objects that they may use. */
import { expect, test } from "bun:test";
import { creationKey } from "./idempotency.ts";

const keyOf = (key: string, user: string, ...request: readonly unknown[]) =>
  creationKey(new Headers({ "idempotency-key": key }), user, ...request);

test("the same key of two users has two hashes: nobody finds out who else has sent theirs", () => {
  expect(keyOf("k", "alice")?.key).not.toBe(keyOf("k", "bob")?.key as string);
});

test("user and key cannot be mistaken for another user and key", () => {
  expect(keyOf("bc", "a")?.key).not.toBe(keyOf("c", "ab")?.key as string);
});

test("the content is the request, whatever the order of its members", () => {
  expect(keyOf("k", "alice", { a: 1, b: [2] })).toEqual(keyOf("k", "alice", { b: [2], a: 1 }));
  expect(keyOf("k", "alice", { a: 1 })?.content).not.toBe(keyOf("k", "alice", { a: 2 })?.content as string);
});
