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
