/** The VM templates that the user may use. They change seldom. */
import { api } from "../api.ts";
import { type Live, live } from "../live.ts";
import type { Template } from "../model.ts";
import { allPages, joined, LARGEST_PAGE } from "./pages.ts";

const MINUTE_MS = 60_000;

export const templates: Live<readonly Template[]> = live(
  "templates",
  async (): Promise<readonly Template[]> => {
    const pages = await allPages((after) =>
      api("get", "/templates", { query: { limit: LARGEST_PAGE, ...(after !== undefined && { after }) } }),
    );
    return joined(pages, templates.data.peek());
  },
  MINUTE_MS,
);
