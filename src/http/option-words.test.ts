/** OpenNebula's refusals, in the words of people who typed options. */
import { expect, test } from "bun:test";
import { answerError } from "../opennebula/answer-error.ts";
import { optionWords } from "./option-words.ts";

const ALLOCATE = 0x4000;

test("a name that is taken", () => {
  const refusal = answerError(ALLOCATE, "Error allocating a new virtual network. NAME is already taken by NET 2.");
  expect([refusal.message, refusal.hint]).toEqual(["NAME is already taken by NET 2.", "Choose another NAME."]);
  const typed = refusal.in(optionWords);
  expect([typed.message, typed.hint]).toEqual(["The name is already taken by network 2.", "Choose another name."]);
});

test.each([
  ["DISK 0: Image with ID: 88 does not exist", "Disk 0: There is no image 88."],
  ["Virtual network with ID: 99 does not exist.", "There is no network 99."],
  [
    "DISK 1: Cannot acquire image 1, it is persistent and already in use",
    "Disk 1: Image 1 is persistent, and a machine uses it already.",
  ],
  ["Datastore with ID: 7 does not exist", "Datastore with ID: 7 does not exist."],
])("%s", (text, told) => {
  expect(optionWords({ oned: text })).toBe(told);
});

test("the states from which a machine is restarted are those in which a host has lost it, or a step has failed", () => {
  const states = ["ACTIVE", "FAILED"];
  expect(optionWords({ states, word: "RESTART" })).toBe("UNKNOWN or FAILED");
  expect(optionWords({ states, word: "RESUBMIT" })).toBe("RUNNING or FAILED");
});
