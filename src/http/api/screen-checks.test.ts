/** When an open screen is closed by the checks that run once a minute. */
import { expect, test } from "bun:test";
import { type ErrorCode, OcciError } from "../../errors.ts";
import type { ClosedBy } from "../../screen/tunnel.ts";
import { checking } from "./screen-checks.ts";

type Answer = ClosedBy | undefined | Error;
const SILENCE = new OcciError("ONED_UNREACHABLE", "OpenNebula cannot be reached.");

/** Checks once for each answer of oned. @returns what the screen was closed by, if it was. */
async function checked(answers: readonly Answer[], stuck = false): Promise<readonly ClosedBy[]> {
  const closed: ClosedBy[] = [];
  const left = [...answers];
  const ask = async (): Promise<ClosedBy | undefined> => {
    const answer = left.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const check = checking(ask, { isStuck: () => stuck, close: (by) => void closed.push(by) });
  for (const _ of answers) await check();
  return closed;
}

test("a screen stays open while nothing speaks against it", async () => {
  expect(await checked([undefined, undefined])).toEqual([]);
  expect(await checked([undefined, "machine_changed"])).toEqual(["machine_changed"]);
  expect(await checked([undefined], true)).toEqual(["host_stuck"]);
});

test.each<[ErrorCode, ClosedBy]>([
  ["BAD_CREDENTIALS", "login_ended"],
  ["FORBIDDEN", "right_lost"],
  ["NOT_FOUND", "machine_changed"],
])("%s closes it: %s", async (code, by) => {
  expect(await checked([new OcciError(code, "no")])).toEqual([by]);
});

test("five checks in a row that oned does not answer close it; an answer begins the count anew", async () => {
  const four = [SILENCE, SILENCE, SILENCE, SILENCE];
  expect(await checked(four)).toEqual([]);
  expect(await checked([...four, SILENCE])).toEqual(["unchecked"]);
  expect(await checked([...four, undefined, ...four])).toEqual([]);
});

test("while a check waits for oned no other begins", async () => {
  const answer = Promise.withResolvers<undefined>();
  let asked = 0;
  const check = checking(
    () => {
      asked++;
      return answer.promise;
    },
    { isStuck: () => false, close() {} },
  );
  const checks = [check(), check()];
  answer.resolve(undefined);
  await Promise.all(checks);
  expect(asked).toBe(1);
  await check();
  expect(asked).toBe(2);
});
