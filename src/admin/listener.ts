/** The listener for health and metrics: plain HTTP on an address of its own, or on a socket of the file system. */
import { chmodSync, lstatSync, rmSync } from "node:fs";
import { isLoopback } from "../config/derive.ts";
import type { AdminAddress } from "../config/value-types.ts";
import { messageOf } from "../errors.ts";
import { createPages, type PageOptions } from "./pages.ts";

export interface AdminListener {
  /** The bound address, for the log. */
  readonly url: string;
  /** The port of an address; a socket does not have one. */
  readonly port?: number;
  stop(): Promise<void>;
}

export interface AdminOptions extends Omit<PageOptions, "loopbackOnly"> {
  readonly address: AdminAddress;
  /** Called with the error when a page fails. */
  readonly onError: (cause: string) => void;
}

/** @throws the system's error (EADDRINUSE, EACCES, ENOENT) when it cannot listen. */
export async function listenAdmin({ address, onError, ...pages }: AdminOptions): Promise<AdminListener> {
  const loopbackOnly = "host" in address && isLoopback(address.host);
  const common = {
    development: false,
    fetch: createPages({ ...pages, loopbackOnly }),
    error(error: Error) {
      onError(messageOf(error));
      return new Response("The server failed; its log shows the reason.\n", { status: 500 });
    },
  } as const;
  if ("unix" in address) return listenUnix(address.unix, common);
  const { host, port } = address;
  // A second server of this user must not share the port.
  // Nobody here is slow but on purpose.
  const server = Bun.serve({ ...common, hostname: host, port, reusePort: false, ipv6Only: false, idleTimeout: 5 });
  const shown = host.includes(":") ? `[${host}]` : host;
  return { url: `http://${shown}:${server.port}`, port: server.port ?? port, stop: () => server.stop(true) };
}

type Common = {
  development: false;
  fetch: (request: Request) => Promise<Response>;
  error(error: Error): Response;
};

async function listenUnix(path: string, common: Common): Promise<AdminListener> {
  await removeLeftover(path);
  const server = Bun.serve({ ...common, unix: path });
  // The group may be that of the collector of the metrics.
  chmodSync(path, 0o660);
  return {
    url: `unix:${path}`,
    async stop() {
      await server.stop(true);
      rmSync(path, { force: true });
    },
  };
}

/** A socket where nobody listens is left from a process that was killed. @throws EADDRINUSE when somebody does. */
async function removeLeftover(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket() || (await answers(path))) {
    throw Object.assign(new Error(`${path} is in use`), { code: "EADDRINUSE" });
  }
  rmSync(path, { force: true });
}

async function answers(unix: string): Promise<boolean> {
  try {
    const socket = await Bun.connect({ unix, socket: { data() {} } });
    socket.end();
    return true;
  } catch {
    return false;
  }
}
