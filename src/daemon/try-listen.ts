/** Whether the addresses of a configuration can be had: each is bound for a moment, with the words of a start. */
import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import type { Config } from "../config/config.ts";
import { OcciError } from "../errors.ts";
import { refuseBusyPort } from "../http/listener.ts";
import { listenError, unixError } from "./listen-error.ts";

/** An address that the server listens on. */
export interface Tried {
  readonly option: "PORT" | "ADMIN" | "ACME_HTTP_PORT";
  /** `port 4567 of 127.0.0.1`, or the path of a socket. */
  readonly where: string;
  /** Undefined when it is free. */
  readonly fault: OcciError | undefined;
  /** Whether the server starts without it. */
  readonly optional: boolean;
  /** Whether the server that runs listens there. */
  readonly own: boolean;
}

/**
 * @param isOwn whether the running server listens on a port, which is not tried then.
 * @throws the system's error when it is not one that a start would meet.
 */
export function tryListen(config: Config, isOwn: (port: number) => boolean): readonly Tried[] {
  const { admin, adminChosen, host, port, ssl } = config;
  const asksAuthority = ssl === "acme" && config.acmeWebroot === undefined;
  const optional = !adminChosen;
  return [
    tcp("PORT", host, port, isOwn),
    ...(admin === undefined ? [] : [{ ...adminTried(admin, isOwn), optional }]),
    ...(asksAuthority ? [tcp("ACME_HTTP_PORT", host, config.acmeHttpPort, isOwn)] : []),
  ];
}

function adminTried(admin: NonNullable<Config["admin"]>, isOwn: (port: number) => boolean): Tried {
  if ("host" in admin) return tcp("ADMIN", admin.host, admin.port, isOwn);
  const tried = { option: "ADMIN", where: admin.unix, optional: false, own: false } as const;
  try {
    accessSync(dirname(admin.unix), constants.W_OK | constants.X_OK);
    return { ...tried, fault: undefined };
  } catch (error) {
    return { ...tried, fault: unixError(admin.unix, error) };
  }
}

function tcp(option: Tried["option"], host: string, port: number, isOwn: (port: number) => boolean): Tried {
  const tried = { option, where: `port ${port} of ${host}`, optional: false };
  if (isOwn(port)) return { ...tried, fault: undefined, own: true };
  try {
    refuseBusyPort(host, port);
    return { ...tried, fault: undefined, own: false };
  } catch (error) {
    const fault = listenError(host, port, option === "ACME_HTTP_PORT" ? `${option}, or ACME_WEBROOT` : option, error);
    if (fault instanceof OcciError) return { ...tried, fault, own: false };
    throw fault;
  }
}
