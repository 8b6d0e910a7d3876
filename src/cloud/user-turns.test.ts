import { expect, test } from "bun:test";
import { UserTurns } from "./user-turns.ts";

test("work of one user is done one after the other, that of others meanwhile; a failure holds up nobody", async () => {
  const turns = new UserTurns();
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const work = (name: string, until?: Promise<void>) => async () => {
    order.push(`${name} begins`);
    await until;
    order.push(`${name} ends`);
    return name;
  };
  const first = turns.take("alice", work("first", gate.promise));
  const failing = turns.take("alice", async () => {
    order.push("failing");
    throw new Error("refused");
  });
  const last = turns.take("alice", work("last"));
  expect(await turns.take("bob", work("other"))).toBe("other");
  expect([order, turns.users]).toEqual([["first begins", "other begins", "other ends"], 1]);
  gate.resolve();
  await expect(failing).rejects.toThrow("refused");
  expect(await Promise.all([first, last])).toEqual(["first", "last"]);
  expect(order.slice(3)).toEqual(["first ends", "failing", "last begins", "last ends"]);
  expect(turns.users).toBe(0);
});
