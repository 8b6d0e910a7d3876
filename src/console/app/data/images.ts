/** The images that the user may use, newest first. */
import { api } from "../api.ts";
import { type Live, live } from "../live.ts";
import type { Image } from "../model.ts";
import { allPages, joined, LARGEST_PAGE } from "./pages.ts";

export const images: Live<readonly Image[]> = live("images", async (): Promise<readonly Image[]> => {
  const pages = await allPages((after) =>
    api("get", "/images", { query: { limit: LARGEST_PAGE, ...(after !== undefined && { after }) } }),
  );
  return joined(pages, images.data.peek());
});
