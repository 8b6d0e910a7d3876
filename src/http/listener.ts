/** One listener of Bun's server. A certificate cannot be changed in it: another one takes its place. */
import type { Server } from "bun";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import { type App, hasTwoHosts } from "./app.ts";
import type { Client } from "./client-certificates.ts";
import { drain } from "./drain.ts";
import { LOOPBACK } from "./loopback.ts";
import { plainAddress } from "./proxies.ts";
import { errorResponse } from "./respond.ts";
import type { TlsOptions } from "./tls.ts";

export interface Listener {
  readonly port: number;
  /** From now on each answer ends its connection: clients come again, to whoever listens then. */
  retire(): void;
  /** Takes no new connections; requests under way may finish for `deadline` milliseconds, then they are cut. */
  stop(deadline: number): Promise<void>;
}

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  /** None for plain HTTP. */
  readonly tls: readonly TlsOptions[];
  /** Milliseconds for the handshake and the header of a connection's first request. */
  readonly headerTimeout: number;
  readonly log: Logger;
  /**
   * Behind a front of ours: whom a connection is from, by its port. Who did not come through the front is sent away.
   * Without it the client is whoever connects.
   */
  readonly clientOf?: (port: number) => Client | undefined;
  /** Whoever answers at the moment a request arrives. */
  readonly app: App;
}

/** Seconds without a byte in either direction once there is a request; must be longer than the longest silent wait for oned. Bun's most is 255. */
const IDLE_TIMEOUT = 120;
/** Seconds without a byte after a refusal: the rest of a body that nobody reads must not hold the connection. */
const LINGER = 5;

/**
 * Requests that end their connection. Behind two Hosts, a CONNECT or a chunked body may stand something that a proxy
 * in front took for a part of it: it is not read as a request. And a fault behind the last chunk is found by Bun only
 * when the request was handed on, which would make a second answer of it.
 */
function endsConnection(request: Request): boolean {
  return request.method === "CONNECT" || request.headers.has("transfer-encoding") || hasTwoHosts(request);
}

function hasBody({ headers }: Request): boolean {
  return headers.has("transfer-encoding") || (headers.get("content-length") ?? "0") !== "0";
}

/**
 * Binds the address, which other listeners of this user may have too, and answers from then on.
 * @throws the system's error (EACCES, EMFILE) when it cannot.
 */
export function listen({ host, port, tls, headerTimeout, log, clientOf, app }: ListenerOptions): Listener {
  let retired = false;
  const server: Server<undefined> = Bun.serve({
    hostname: host,
    port,
    ...(tls.length > 0 && { tls: [...tls] }),
    development: false,
    reusePort: true,
    idleTimeout: Math.ceil(headerTimeout / 1000),
    // Bodies are limited where they are read: an upload's limit is not that of an XML document.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    async fetch(request, server) {
      server.timeout(request, IDLE_TIMEOUT);
      let untimed = false;
      const peer = server.requestIP(request);
      const client =
        clientOf === undefined ? { address: plainAddress(peer?.address ?? "") } : clientBehind(peer, clientOf);
      if (client === undefined) return new Response(null, { status: 403, headers: { Connection: "close" } });
      const response = await app(request, {
        ...client,
        untimed: () => {
          untimed = true;
          server.timeout(request, 0);
        },
      });
      // A client that was refused in the middle of its upload would hold the connection for ever.
      if (response.status >= 400 && hasBody(request)) server.timeout(request, LINGER);
      else if (untimed) server.timeout(request, IDLE_TIMEOUT);
      if (retired || endsConnection(request)) response.headers.set("Connection", "close");
      return response;
    },
    error(error) {
      log.error("the listener failed", { cause: messageOf(error) });
      return errorResponse({ accept: null, dialect: "opennebula-xml", requestId: "" }, error);
    },
  });
  return {
    port: server.port ?? port,
    retire() {
      retired = true;
    },
    async stop(deadline) {
      retired = true;
      await drain(server, deadline);
    },
  };
}

function clientBehind(
  peer: { readonly address: string; readonly port: number } | null,
  clientOf: (port: number) => Client | undefined,
): Client | undefined {
  return peer?.address === LOOPBACK ? clientOf(peer.port) : undefined;
}

/** Listeners of one user may share a port, as ours do: a second server would go unnoticed. @throws EADDRINUSE */
export function refuseBusyPort(hostname: string, port: number): void {
  if (port === 0) return;
  Bun.listen({ hostname, port, exclusive: true, socket: { data() {} } }).stop(true);
}
