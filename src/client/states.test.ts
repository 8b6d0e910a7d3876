import { expect, test } from "bun:test";
import { IMAGE_STATES, LCM_STATES, VM_STATES, VNET_STATES } from "../opennebula/states.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { STATES } from "./states.ts";

test.each([
  ["compute", [...VM_STATES, ...LCM_STATES.filter((name) => name !== "-")]],
  ["storage", IMAGE_STATES],
  ["network", VNET_STATES],
] as const)("--wait can name every state that this project's server tells of a %s", (kind, told) => {
  for (const state of nonEmpty(told)) expect(STATES[kind].all).toContain(state);
  for (const state of STATES[kind].usual) expect(STATES[kind].all).toContain(state);
});
