/** What the server has written into the page: `http/console/page.ts` makes it. */

export interface SiteFacts {
  /** The path below which browsers see the server; "" for none. */
  readonly prefix: string;
  readonly title: string;
  readonly logo: boolean;
  readonly help: string | null;
  /** Whether a certificate can name the user. */
  readonly certificates: boolean;
  readonly version: string;
}

function read(): SiteFacts {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="occi-console"]');
  return JSON.parse(meta?.content ?? "{}") as SiteFacts;
}

export const site: SiteFacts = read();

/** Where the pages of the console are. */
export const BASE = `${site.prefix}/ui`;
/** Where the JSON API is. */
export const API = `${site.prefix}/api/v1`;
