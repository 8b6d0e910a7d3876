/** The networks that the user may use, newest first; and one of them with the addresses of the user's machines. */
import { api } from "../api.ts";
import { type Live, live } from "../live.ts";
import type { Network } from "../model.ts";
import { allPages, joined, LARGEST_PAGE } from "./pages.ts";

export const networks: Live<readonly Network[]> = live("networks", async (): Promise<readonly Network[]> => {
  const pages = await allPages((after) =>
    api("get", "/networks", { query: { limit: LARGEST_PAGE, ...(after !== undefined && { after }) } }),
  );
  return joined(pages, networks.data.peek());
});

const known = new Map<number, Live<Network>>();

/** The network of an id. */
export function networkOf(id: number): Live<Network> {
  const found = known.get(id) ?? live("networks", () => api("get", "/networks/{id}", { params: { id } }));
  known.set(id, found);
  return found;
}
