/** Pages of the administrator's listener: whether the server is alive and ready, and its metrics. */

import { NOT_EMBEDDED } from "../http/respond.ts";
import { isRead } from "../http-methods.ts";
import { refusal } from "./guard.ts";

export interface PageOptions {
  /** Why the server is not ready; undefined when it is. */
  readonly notReady: () => string | undefined;
  /** A condition that the administrator should know about although the server is ready. */
  readonly note: () => string | undefined;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** Whether it listens to this machine only, and by TCP. */
  readonly loopbackOnly: boolean;
}

type Page = () => Response | Promise<Response>;

const plain = (status: number, text: string, headers: Record<string, string> = {}): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { ...COMMON, "Content-Type": "text/plain; charset=utf-8", ...headers },
  });

const COMMON = { "Cache-Control": "no-store", ...NOT_EMBEDDED };

/** @returns what answers a request; it never asks oned. */
export function createPages(options: PageOptions): (request: Request) => Promise<Response> {
  const { metrics } = options;
  const pages: Readonly<Record<string, Page>> = {
    "/livez": () => plain(200, "alive"),
    "/readyz": () => {
      const reason = options.notReady();
      if (reason !== undefined) return plain(503, `not ready: ${reason}`);
      const note = options.note();
      return plain(200, note === undefined ? "ready" : `ready, but ${note}`);
    },
    "/metrics": async () =>
      new Response(await metrics.text(), { headers: { ...COMMON, "Content-Type": metrics.contentType } }),
  };
  return async (request) => {
    const refused = refusal(request, options.loopbackOnly);
    if (refused !== undefined) return plain(403, refused);
    const { pathname } = new URL(request.url);
    const page = Object.hasOwn(pages, pathname) ? pages[pathname] : undefined;
    if (page === undefined) return plain(404, `There are ${Object.keys(pages).join(", ")}.`);
    if (!isRead(request.method)) return plain(405, "GET only.", { Allow: "GET, HEAD" });
    return page();
  };
}
