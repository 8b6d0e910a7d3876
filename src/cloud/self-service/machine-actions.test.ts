import { expect, test } from "bun:test";
import { MACHINE_ACTIONS, MACHINE_STATES } from "../../model.ts";
import { actionWord } from "./machine-actions.ts";
import { statesIn } from "./machines.ts";

test("every action but the deletion is a word of a path", () => {
  const words = MACHINE_ACTIONS.filter((word) => word !== "delete");
  expect(words.map(actionWord)).toEqual(words);
  for (const other of ["delete", "Start", "", "explode", "constructor"]) {
    expect(() => actionWord(other)).toThrow(`There is no action ${JSON.stringify(other)}.`);
  }
});

test("states are listed with commas; a word that is none is named", () => {
  expect(statesIn(MACHINE_STATES.join(","))).toEqual([...MACHINE_STATES]);
  expect(statesIn(" running , stopped")).toEqual(["running", "stopped"]);
  for (const other of ["", "RUNNING", "running;stopped", "running,,stopped"]) {
    expect(() => statesIn(other)).toThrow("There is no state ");
  }
});
