/** One listener of Bun's server. A certificate cannot be changed in it: another one takes its place. */
import type { Server, WebSocketHandler } from "bun";
import type { TlsOptions } from "../certificates/tls.ts";
import { messageOf } from "../errors.ts";
import { unmapped } from "../ip-address.ts";
import type { Logger } from "../log/log.ts";
import type { Tunnel } from "../screen/tunnel.ts";
import type { App } from "./app.ts";
import type { Client } from "./client-certificates.ts";
import { endsConnection } from "./closing.ts";
import { drain } from "./drain.ts";
import { LOOPBACK } from "./loopback.ts";
import { type Answer, type RouteTable, routesFor } from "./raw-path.ts";
import { readableAnswer } from "./read-on.ts";
import { errorResponse } from "./respond.ts";
import { protocolFor, tunnels } from "./tunnels.ts";
import type { Unsent } from "./unsent.ts";

export interface Listener {
  readonly port: number;
  /** From now on each answer ends its connection, so that clients reconnect to the next listener. */
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
   * The client of a connection that comes through our own front, by its port. Other connections are refused.
   * Without it the client is the peer of the connection.
   */
  readonly clientOf?: (port: number) => Client | undefined;
  /** Large answers on their way, of all listeners together. */
  readonly unsent: Unsent;
  /**
   * Milliseconds after which paths with several empty segments are read; until then such a request is refused for a
   * moment, as the table that they need takes a tenth of a start to make. Without it they are read from the beginning.
   */
  readonly widenAfter?: number | undefined;
  /** The application that answers at the moment a request arrives. */
  readonly app: App;
}

/**
 * Seconds without a byte in either direction once there is a request; must be longer than the longest silent wait for
 * oned. Bun's most is 255.
 */
const IDLE_TIMEOUT = 120;
/**
 * The same while a large answer is sent. The kernel does not report a slow client for a long time: it has megabytes to
 * send, and tells when a third of them is gone.
 */
const READ_TIMEOUT = 240;
/** As soon as Bun looks. */
const SOON = 1;
/**
 * Binds the address, which other listeners of this user may have too, and answers from then on.
 * @throws the system's error (EACCES, EMFILE) when it cannot.
 */
export function listen(options: ListenerOptions): Listener {
  const { clientOf, unsent, app, widenAfter } = options;
  let retired = false;
  const sockets = tunnels();
  let isWide = widenAfter === undefined;
  function widen(): void {
    clearTimeout(timer);
    if (!isWide && !retired) server.reload(optionsWith(routesFor(answer)));
    isWide = true;
  }
  const answer: Answer = async (request, server, path) => {
    // Not at once: this request came by a route of the table that is replaced.
    if (path.undecided) setTimeout(widen, 0);
    server.timeout(request, IDLE_TIMEOUT);
    const ends = endsConnection(request);
    const peer = server.requestIP(request);
    const client = clientOf === undefined ? { address: unmapped(peer?.address ?? "") } : clientBehind(peer, clientOf);
    if (client === undefined) return new Response(null, { status: 403, headers: { Connection: "close" } });
    let untimed = false;
    let upgraded = false;
    let endless = false;
    const response = await app(request, {
      ...client,
      doubtfulPath: path.doubtful,
      undecidedPath: path.undecided,
      untimed: () => {
        untimed = true;
        server.timeout(request, 0);
      },
      upgrade: (tunnel) => {
        upgraded = server.upgrade(request, { data: tunnel, headers: protocolFor(request.headers) });
        return upgraded;
      },
      endless: () => {
        endless = true;
        server.timeout(request, 0);
      },
      send: (pieces) => {
        server.timeout(request, READ_TIMEOUT);
        const { signal } = request;
        return unsent.send(pieces, { client: client.address, signal, cut: () => server.timeout(request, SOON) });
      },
    });
    if (upgraded) return undefined;
    if (untimed && !endless) server.timeout(request, IDLE_TIMEOUT);
    const closing = ends || retired;
    if (closing) response.headers.set("Connection", "close");
    return readableAnswer(request, response, closing);
  };
  const optionsWith = (routes: RouteTable) => serveOptions(options, routes, sockets.handler);
  const hurried = widenAfter !== undefined;
  const server: Server<Tunnel> = Bun.serve(optionsWith(routesFor(answer, hurried)));
  const timer = hurried ? setTimeout(widen, widenAfter) : undefined;
  timer?.unref();
  return {
    port: server.port ?? options.port,
    retire() {
      retired = true;
    },
    async stop(deadline) {
      retired = true;
      clearTimeout(timer);
      sockets.closeAll();
      await drain(server, deadline);
    },
  };
}

/** For `Bun.serve`, and for its `reload`. */
function serveOptions(
  { host, port, tls, headerTimeout, log }: ListenerOptions,
  routes: RouteTable,
  websocket: WebSocketHandler<Tunnel>,
) {
  return {
    hostname: host,
    port,
    ...(tls.length > 0 && { tls: [...tls] }),
    development: false,
    reusePort: true,
    idleTimeout: Math.ceil(headerTimeout / 1000),
    // Bodies are limited where they are read: an upload's limit is not that of an XML document.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    routes,
    websocket,
    error(error: unknown) {
      log.error("the listener failed", { cause: messageOf(error) });
      return errorResponse({ accept: null, dialect: "opennebula-xml", requestId: "", prefix: "" }, error);
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
