import { expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { InFlight } from "./in-flight.ts";

test("a user has so many requests under way, and others as many", () => {
  const inFlight = new InFlight();
  const leave = inFlight.enter("alice", 2);
  inFlight.enter("alice", 2);
  expect(() => inFlight.enter("alice", 2)).toThrow(OcciError);
  inFlight.enter("bob", 2);
  leave();
  inFlight.enter("alice", 2);
  expect(() => inFlight.enter("alice", 2)).toThrow("Too many requests of this user");
});

test("nothing is kept of users without a request", () => {
  const inFlight = new InFlight();
  const leavers = Array.from({ length: 100 }, (_, i) => inFlight.enter(`user ${i % 10}`, 10));
  expect(inFlight.users).toBe(10);
  for (const leave of leavers) leave();
  expect(inFlight.users).toBe(0);
});
