/**
 * Connections for uploads, directly or through a proxy. fetch would hold a whole file in memory with a proxy for
 * https, and loses answers that come before it has sent everything.
 */
import type { EventEmitter } from "node:events";
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { OcciError } from "../errors.ts";
import { AnswerReader } from "./answer-reader.ts";
import { harmless } from "./format/terminal-text.ts";
import { PlainWire } from "./plain-wire.ts";
import { hostOf, nameForTls, portOf } from "./proxy.ts";
import { systemTrust, type Trust } from "./trust.ts";
import type { Wire } from "./wire.ts";

export interface Way {
  readonly url: URL;
  /** For https. */
  readonly trust: Trust | undefined;
  readonly proxy: URL | undefined;
}

/**
 * The connection is closed when the signal comes, at any time.
 * @throws Error with `code`; OcciError SERVER_UNREACHABLE.
 */
export async function connect({ url, trust, proxy }: Way, signal: AbortSignal): Promise<Wire> {
  const first = proxy ?? url;
  if (url.protocol === "http:" && first.protocol === "http:") {
    return await opened(new PlainWire(addressOf(first)), "connect", signal);
  }
  if (proxy === undefined) return await open(url, trust, signal);
  const socket = await open(proxy, systemTrust(), signal);
  if (url.protocol === "http:") return socket;
  try {
    await tunnel(socket, url, proxy);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return await opened(connectTls({ ...tlsFor(url, trust), socket }), "secureConnect", signal);
}

/** The target in a request's first line: through a proxy for http it is the whole URL. */
export function targetOf({ url, proxy }: Way): string {
  const path = url.pathname + url.search;
  return proxy !== undefined && url.protocol === "http:" ? url.origin + path : path;
}

/** The header for a proxy that wants a password. */
export function proxyHeaders(proxy: URL | undefined): Record<string, string> {
  if (proxy === undefined || proxy.username === "") return {};
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { "Proxy-Authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}

function addressOf(url: URL): { host: string; port: number } {
  return { host: hostOf(url), port: portOf(url) };
}

function open(url: URL, trust: Trust | undefined, signal: AbortSignal): Promise<Socket> {
  if (url.protocol === "http:") return opened(connectPlain(addressOf(url)), "connect", signal);
  return opened(connectTls({ ...addressOf(url), ...tlsFor(url, trust) }), "secureConnect", signal);
}

function tlsFor(url: URL, trust: Trust | undefined) {
  return { ...trust, host: hostOf(url), ...nameForTls(url), ALPNProtocols: ["http/1.1"] };
}

/** A connection that begins: as a promise. */
function opened<T extends Wire & Pick<EventEmitter, "once">>(
  socket: T,
  event: "connect" | "secureConnect",
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const close = (): void => {
      socket.destroy();
      reject(signal.reason);
    };
    if (signal.aborted) return close();
    signal.addEventListener("abort", close, { once: true });
    // The listener stays: the reader and the writer get the errors that come after this.
    socket.on("error", reject);
    socket.once("close", () => {
      signal.removeEventListener("abort", close);
      reject(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    });
    socket.once(event, () => resolve(socket));
  });
}

/** Asks a proxy to be put through. */
async function tunnel(socket: Socket, url: URL, proxy: URL): Promise<void> {
  const authority = `${url.hostname}:${portOf(url)}`;
  const headers = Object.entries({ Host: authority, ...proxyHeaders(proxy) }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const reader = new AnswerReader(socket, "head");
  socket.write(`${[`CONNECT ${authority} HTTP/1.1`, ...headers].join("\r\n")}\r\n\r\n`);
  const { status } = await reader.answer.finally(() => reader.release());
  if (status >= 200 && status < 300) return;
  throw new OcciError(
    "SERVER_UNREACHABLE",
    `The proxy ${harmless(proxy.host)} (from the environment) does not connect to ${authority}: it answers ${status}.`,
    status === 407 ? { hint: "It requires a user and a password: https_proxy=http://USER:PASSWORD@HOST:PORT." } : {},
  );
}
