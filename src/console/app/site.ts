/** The facts that the server has written into the page. */
import type { SiteFacts } from "../../console-page.ts";

function read(): SiteFacts {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="occi-console"]');
  return JSON.parse(meta?.content ?? "{}") as SiteFacts;
}

export const site: SiteFacts = read();

/** Where the pages of the console are. */
export const BASE = `${site.prefix}/ui`;
/** Where the JSON API is. */
export const API = `${site.prefix}/api/v1`;
