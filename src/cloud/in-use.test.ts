/** Who is told to use what cannot be deleted. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { type Used, withUsers } from "./in-use.ts";
import * as network from "./network.ts";
import * as storage from "./storage.ts";
import { ADMIN, ALICE, BOB, type OverSim, overSim } from "./testing/over-sim.ts";

let cloud: OverSim;
beforeEach(async () => {
  cloud = await overSim();
});
afterEach(() => cloud.stop());

async function hintOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
  } catch (error) {
    if (error instanceof OcciError && error.code === "IN_USE") return error.hint;
    throw error;
  }
  throw new Error("it was not refused");
}

const REFUSAL = new OcciError("IN_USE", "Cannot delete it.");
const told = (session: string, used: Used) =>
  hintOf(withUsers(cloud.deps.oned, session, used, () => Promise.reject(REFUSAL)));
const FIRST = "Delete them first, or detach them from it.";

test("an administrator is told of all machines in a network, and with an image", async () => {
  const all = `It is used by machine 0 (alice-web), machine 1 (alice-held) and machine 2 (bob-vm). ${FIRST}`;
  expect(await hintOf(network.remove(cloud.deps, ADMIN, 0))).toBe(all);
  expect(await hintOf(storage.remove(cloud.deps, ADMIN, 0))).toBe(all);
});

test("others are told of those that they may see; the rest is a number", async () => {
  const own = "It is used by machine 0 (alice-web), machine 1 (alice-held)";
  expect(await told(ALICE, { kind: "image", id: 0 })).toBe(`${own} and 1 other machine. ${FIRST}`);
  expect(await told(ALICE, { kind: "vn", id: 0 })).toBe(
    `${own.replace(",", " and")}. 1 more address is in use, but you do not have the right to see which resources use it. ${FIRST}`,
  );
  expect(await told(BOB, { kind: "image", id: 0 })).toBe(
    `It is used by machine 2 (bob-vm) and 2 other machines. ${FIRST}`,
  );
});

test("of many machines a few are named", async () => {
  const { oned } = cloud.deps;
  const one = 'NAME="w"\nCPU="0.1"\nMEMORY="64"\nNIC=[NETWORK_ID="1"]';
  for (let count = 0; count < 7; count++) await oned.change(ALICE, "one.vm.allocate", one, true);
  expect(await told(ALICE, { kind: "vn", id: 1 })).toMatch(
    /^(?:It is used by )(?:machine \d+ \(w\)(?:, | and )){5}2 other machines\. Delete them first/,
  );
});

test("a network that others are reserved from names them", async () => {
  const { oned } = cloud.deps;
  const reserved = await oned.change(ADMIN, "one.vn.reserve", 1, 'NAME="mine"\nSIZE="2"');
  expect(await told(ADMIN, { kind: "vn", id: 1 })).toBe(
    `It is used by network ${reserved}, which is reserved from it. ${FIRST}`,
  );
});

test("what is free by now, or cannot be read, keeps the refusal as it is", async () => {
  expect(await told(ADMIN, { kind: "vn", id: 1 })).toBeUndefined();
  expect(await told(BOB, { kind: "vn", id: 99 })).toBeUndefined();
});
