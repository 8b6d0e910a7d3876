/** The machines that the user may see, newest first. */
import { api } from "../api.ts";
import { type Live, live } from "../live.ts";
import type { Machine } from "../model.ts";
import { text } from "../text/index.ts";
import { announce } from "../toast.ts";
import { allPages, joined, LARGEST_PAGE } from "./pages.ts";

let last: { readonly pages: readonly unknown[]; readonly machines: readonly Machine[] } | undefined;

async function read(): Promise<readonly Machine[]> {
  const pages = await allPages((after) =>
    api("get", "/machines", { query: { limit: LARGEST_PAGE, ...(after !== undefined && { after }) } }),
  );
  const before = machines.data.peek();
  if (
    before !== undefined &&
    last?.pages.length === pages.length &&
    pages.every((page, i) => page === last?.pages[i])
  ) {
    return before;
  }
  const all = joined(pages, before);
  last = { pages, machines: all };
  if (before !== undefined) announceChanges(before, all);
  return all;
}

/** Screen readers announce changes that happen by themselves; of many changes the first three. */
function announceChanges(before: readonly Machine[], after: readonly Machine[]): void {
  const states = new Map(before.map(({ id, state }) => [id, state]));
  const { nowIs, states: words } = text.value.machines;
  const changed = after.filter(({ id, state }) => states.has(id) && states.get(id) !== state).slice(0, 3);
  if (changed.length > 0) announce(changed.map(({ name, state }) => nowIs(name, words[state])).join(", "));
}

const OFTEN_MS = 5_000;
/** Milliseconds between two readings while a machine changes its state: a person waits for it. */
const PASSING_MS = 2_000;
const PASSING: readonly Machine["state"][] = ["starting", "stopping"];

export const machines: Live<readonly Machine[]> = live("machines", read, OFTEN_MS, () =>
  machines.data.peek()?.some(({ state }) => PASSING.includes(state)) === true ? PASSING_MS : undefined,
);
