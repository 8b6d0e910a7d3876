/** New connections go to the younger of two listeners of a port, so that none waits for one that is about to close. */
import { readdirSync } from "node:fs";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import { listeningPort, preferSecondListener } from "./libc.ts";

/** Once for a port that has one listener: the kernel keeps the rule for all that follow. */
export function steerToYoungest(port: number, log: Logger): void {
  try {
    const fd = readdirSync("/proc/self/fd")
      .map(Number)
      .find((candidate) => listeningPort(candidate) === port);
    if (fd === undefined) throw new Error(`no socket of this process listens on port ${port}`);
    preferSecondListener(fd);
  } catch (error) {
    log.warning("a change of the certificate might lose connections that are being established", {
      cause: messageOf(error),
    });
  }
}
