/** One machine, as the page of it shows it. */
import { api } from "../api.ts";
import { type Live, live } from "../live.ts";
import type { Machine } from "../model.ts";

const known = new Map<number, Live<Machine>>();

/** The machine of an id. */
export function machineOf(id: number): Live<Machine> {
  const found = known.get(id) ?? live("machines", () => api("get", "/machines/{id}", { params: { id } }));
  known.set(id, found);
  return found;
}
