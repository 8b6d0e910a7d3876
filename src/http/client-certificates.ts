/**
 * The front of a server that asks clients for certificates. Bun's own listener does not pass them to the handler, so
 * TLS ends here and the bytes go on, over loopback, to a plain listener of ours, which finds the client of a connection
 * by the port that it comes from. Requests are read by the same code as without certificates.
 */
import { X509Certificate } from "node:crypto";
import { connect, type Socket } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { subjectOf } from "../certificates/distinguished-name.ts";
import type { TlsOptions } from "../certificates/tls.ts";
import type { ClientAuth } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import { unmapped } from "../ip-address.ts";
import type { Logger } from "../log/log.ts";
import type { RefusedCertificate } from "./exchange.ts";
import { LOOPBACK } from "./loopback.ts";

/** The client of a connection. */
export interface Client {
  readonly address: string;
  /** The subject of a certificate that one of SSL_CLIENT_CA's authorities has signed. */
  readonly subject?: string;
  /** Why another certificate, which was shown, names nobody. */
  readonly refused?: RefusedCertificate;
}

export interface FrontOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: readonly TlsOptions[];
  readonly clientAuth: ClientAuth;
  /** The port of the plain listener on 127.0.0.1. */
  readonly innerPort: number;
  readonly log: Logger;
}

export interface Front {
  readonly port: number;
  /** Undefined for who did not come through here. @param port that the inner connection comes from. */
  clientOf(port: number): Client | undefined;
  /** New connections get these certificates. */
  present(tls: readonly TlsOptions[]): void;
  /** Takes no new connections. */
  close(): void;
  /**
   * When the inner listener has ended: answers on their way may arrive for `deadline` milliseconds, then they are cut.
   */
  end(deadline: number): Promise<void>;
}

/** For a handshake, milliseconds. */
const HANDSHAKE_MS = 10_000;
/** A client may take so long to read the end of an answer after the server has closed. Milliseconds. */
const LINGER_MS = 120_000;
/** Between two looks at what is on its way, milliseconds. */
const LOOK_EVERY_MS = 50;

/** Binds the address. @throws the system's error when it cannot. */
export async function startFront({ host, port, tls, clientAuth, innerPort, log }: FrontOptions): Promise<Front> {
  const clients = new Map<number, Client>();
  const open = new Set<TLSSocket>();
  /** Those to which the inner listener might have sent more than has been read of it. */
  const fed = new Set<TLSSocket>();
  const server = createServer(
    {
      ...tls[0],
      requestCert: true,
      rejectUnauthorized: clientAuth === "required",
      handshakeTimeout: HANDSHAKE_MS,
    },
    (socket) => {
      open.add(socket);
      fed.add(socket);
      socket.on("close", () => open.delete(socket) && fed.delete(socket));
      forward(socket, innerPort, clients).on("close", () => fed.delete(socket));
    },
  );
  server.on("tlsClientError", (error) => log.debug("a TLS handshake failed", { cause: messageOf(error) }));
  addNames(server, tls);
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen({ host, port }, listening.resolve);
  await listening.promise;
  server.on("error", (error) => log.error("the listener failed", { cause: messageOf(error) }));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    clientOf: (port) => clients.get(port),
    present(next) {
      server.setSecureContext({ ...next[0] });
      addNames(server, next);
    },
    close: () => void server.close(),
    async end(deadline) {
      const until = performance.now() + Math.max(deadline, LOOK_EVERY_MS);
      const flowing = (): boolean => fed.size > 0 || [...open].some(({ writableLength }) => writableLength > 0);
      do await Bun.sleep(LOOK_EVERY_MS);
      while (flowing() && performance.now() < until);
      for (const socket of open) socket.destroy();
    },
  };
}

function addNames(server: ReturnType<typeof createServer>, tls: readonly TlsOptions[]): void {
  for (const { serverName, ...context } of tls) if (serverName !== undefined) server.addContext(serverName, context);
}

/** @returns the inner connection: when it closes, all that came on it has been handed on. */
function forward(socket: TLSSocket, port: number, clients: Map<number, Client>): Socket {
  const client: Client = { address: unmapped(socket.remoteAddress ?? ""), ...shownBy(socket) };
  const inner: Socket = connect({ host: LOOPBACK, port, noDelay: true });
  let ownPort = 0;
  inner.on("connect", () => {
    ownPort = inner.localPort ?? 0;
    clients.set(ownPort, client);
    socket.pipe(inner);
    inner.pipe(socket);
  });
  let linger: Timer | undefined;
  inner.on("close", () => {
    // Another connection may have the port already.
    if (clients.get(ownPort) === client) clients.delete(ownPort);
    socket.end();
    linger = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  });
  socket.on("close", () => {
    clearTimeout(linger);
    inner.destroy();
  });
  // Each is followed by a close.
  socket.on("error", () => inner.destroy());
  inner.on("error", () => socket.destroy());
  return inner;
}

/** The fault of a certificate, by the code of OpenSSL; all others mean that no trusted authority has signed it. */
const FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "it has expired",
  CERT_NOT_YET_VALID: "it is not valid yet",
  CERT_REVOKED: "it is revoked",
  INVALID_PURPOSE: "it is not for clients (extended key usage)",
};

function shownBy(socket: TLSSocket): Pick<Client, "subject" | "refused"> {
  const { raw } = socket.getPeerCertificate();
  if (raw === undefined) return {};
  if (!socket.authorized) {
    // Node types it as an Error, and gives the code.
    const code: unknown = socket.authorizationError;
    const fault = FAULTS[String(code)] ?? "it is not signed by an authority that this server trusts";
    return { refused: { message: `The client's certificate is not accepted: ${fault}.`, hint: OTHER_WAYS } };
  }
  const subject = subjectOf(new X509Certificate(raw));
  if (subject !== undefined) return { subject };
  const message = "The client's certificate is not accepted: its subject is empty or ambiguous.";
  return { refused: { message, hint: OTHER_WAYS } };
}

const OTHER_WAYS = "Use another certificate, or send a user name and a password by HTTP Basic; with curl: -u USER.";
