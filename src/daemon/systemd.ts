/** Tells systemd about the service (sd_notify(3), Type=notify); does nothing elsewhere. */
import { closeSync } from "node:fs";
import { sendTo, unixDatagramSocket } from "./libc.ts";

export type Notice =
  | "READY=1"
  | "STOPPING=1"
  | "RELOADING=1"
  | "WATCHDOG=1"
  | `MONOTONIC_USEC=${bigint}`
  | `STATUS=${string}`;

/** @param socket NOTIFY_SOCKET of the environment. @throws Error when it is set and cannot be reached. */
export function notifySystemd(socket: string | undefined, ...notices: readonly Notice[]): void {
  if (socket === undefined || socket === "") return;
  const fd = unixDatagramSocket();
  try {
    sendTo(fd, socket, notices.join("\n"));
  } finally {
    closeSync(fd);
  }
}
