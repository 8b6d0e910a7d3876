/** The listener: Bun's server with TLS, in front of the application. */
import type { Server } from "bun";
import { messageOf } from "../errors.ts";
import { type App, type AppDeps, createApp, hasTwoHosts } from "./app.ts";
import { drain } from "./drain.ts";
import { errorResponse } from "./respond.ts";
import { tlsOptions } from "./tls.ts";

export interface RunningServer {
  /** As it is bound, e.g. `https://127.0.0.1:4567`. */
  readonly url: string;
  readonly port: number;
  /** Takes no new connections; requests under way may finish for `deadline` milliseconds, then they are cut. */
  stop(deadline: number): Promise<void>;
}

/** Seconds without a byte in either direction; must be longer than the longest silent wait for oned. Bun's most is 255. */
const IDLE_TIMEOUT = 120;

/**
 * Requests that end their connection. Behind two Hosts, a CONNECT or a chunked body may stand something that a proxy
 * in front took for a part of it: it is not read as a request. And a fault behind the last chunk is found by Bun only
 * when the request was handed on, which would make a second answer of it.
 */
function endsConnection(request: Request): boolean {
  return request.method === "CONNECT" || request.headers.has("transfer-encoding") || hasTwoHosts(request);
}

/** Binds the address and answers from then on. @throws the system's error (EADDRINUSE, EACCES) when it cannot. */
export async function startServer(deps: AppDeps): Promise<RunningServer> {
  const { config, log } = deps;
  const app: App = createApp(deps);
  const tls = await tlsOptions(config);
  let draining = false;
  const server: Server<undefined> = Bun.serve({
    hostname: config.host,
    port: config.port,
    ...(tls !== undefined && { tls }),
    development: false,
    // Outside development Bun shares a port with others of the same user: a second start would go unnoticed.
    reusePort: false,
    idleTimeout: IDLE_TIMEOUT,
    // Bodies are limited where they are read: an upload's limit is not that of an XML document.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    async fetch(request, server) {
      let untimed = false;
      const response = await app(request, {
        address: server.requestIP(request)?.address ?? "",
        untimed: () => {
          untimed = true;
          server.timeout(request, 0);
        },
      });
      // A client that was refused in the middle of its upload would hold the connection for ever.
      if (untimed) server.timeout(request, IDLE_TIMEOUT);
      if (draining || endsConnection(request)) response.headers.set("Connection", "close");
      return response;
    },
    error(error) {
      log.error("the listener failed", { cause: messageOf(error) });
      return errorResponse({ accept: null, requestId: "" }, error);
    },
  });
  const scheme = tls === undefined ? "http" : "https";
  const host = config.host.includes(":") ? `[${config.host}]` : config.host;
  return {
    url: `${scheme}://${host}:${server.port}`,
    port: server.port ?? config.port,
    async stop(deadline) {
      draining = true;
      await drain(server, deadline);
    },
  };
}
