/** `stop` */
import { DRAIN_MS } from "../daemon/drain.ts";
import { daemonPaths } from "../daemon/paths.ts";
import { requireConfiguration } from "../daemon/running.ts";
import { stopServer } from "../daemon/stop.ts";
import { wholeNumber } from "../terminal/arguments.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { complain, print } from "../terminal/output.ts";
import { typedFile } from "./configuration.ts";

/** The server itself gives its requests no more. Seconds. */
const LONGEST = DRAIN_MS / 1000;
/** A server that stops at its own limit must not be signalled again. */
const MARGIN_MS = 3_000;

/** Stops the server and reports that. @returns whether it was running. */
export async function stopAndTell(args: Arguments): Promise<boolean> {
  const timeout = wholeNumber(args, "timeout", LONGEST, LONGEST);
  const paths = daemonPaths(process.env.ONE_LOCATION);
  const outcome = await stopServer(paths, timeout * 1000 + (timeout === LONGEST ? MARGIN_MS : 0));
  if (outcome === "stopped") print("occi-server stopped");
  if (outcome === "cut off")
    print(`occi-server stopped; requests that had not finished after ${timeout} s were cut off`);
  return outcome !== "not running";
}

export async function run(args: Arguments): Promise<number> {
  requireConfiguration(daemonPaths(process.env.ONE_LOCATION), typedFile(args));
  if (await stopAndTell(args)) return EXIT.ok;
  complain("occi-server is not running");
  return EXIT.failed;
}
