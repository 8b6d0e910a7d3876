/** One machine, also one that is gone. */
import { api } from "../api.ts";
import { type Live, live } from "../live.ts";
import type { Machine } from "../model.ts";
import { text } from "../text/index.ts";
import { announce } from "../toast.ts";

const opened = new Map<number, Live<Machine>>();

/** The same object for the same id, so that a machine that was shown before is shown at once. */
export function machineOf(id: number): Live<Machine> {
  const known = opened.get(id);
  if (known !== undefined) return known;
  const made: Live<Machine> = live("machines", async () => {
    const now = await api("get", "/machines/{id}", { params: { id } });
    const before = made.data.peek();
    if (before !== undefined && before.state !== now.state) {
      const { nowIs, states } = text.value.machines;
      announce(nowIs(now.name, states[now.state]));
    }
    return now;
  });
  opened.set(id, made);
  return made;
}
