/**
 * Starts the server as a process of its own and waits until it listens. The child speaks to its parent through its own
 * standard streams: one line of JSON on standard output when it is ready, its complaint on standard error when it
 * cannot. Then both become the log file, and the parent sees them end.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { OcciError } from "../errors.ts";
import { redirect } from "./libc.ts";
import type { Ready } from "./lifetime.ts";

/** Set for a child that is launched so. */
const HANDSHAKE = "OCCI_SERVER_HANDSHAKE";
/** Longest time from the start to listening, milliseconds. */
const PATIENCE = 30_000;

export interface Launch {
  readonly configFile: string | undefined;
  readonly logFile: string;
  /** Names of the environment's variables that the configuration refers to. */
  readonly variables: readonly string[];
}

export interface Launched extends Ready {
  readonly pid: number;
}

/**
 * Launches the server.
 * @throws OcciError SETUP_FAULT with the child's own words when it does not come to listen.
 */
export async function launch({ configFile, logFile, variables }: Launch): Promise<Launched> {
  const args = ["run", "--log-file", logFile, ...(configFile === undefined ? [] : ["--config", configFile])];
  const child = Bun.spawn([process.execPath, ...sourceFile(), ...args], {
    argv0: "occi-server",
    cwd: "/",
    env: childEnvironment(process.env, variables),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  const [ready, complaint] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  clearTimeout(timer);
  if (ready !== "") {
    child.unref();
    return { ...(JSON.parse(ready) as Ready), pid: child.pid };
  }
  throw notStarted(complaint, logFile);
}

/** The child's own words as an error of the parent, which puts its name before them again. */
export function notStarted(complaint: string, logFile: string): OcciError {
  const words = complaint.trim().replace(/^occi-server: /, "");
  return new OcciError("SETUP_FAULT", words === "" ? "The server stopped before it was listening." : words, {
    hint: `The log is ${logFile}.`,
  });
}

/** In the child: reports to the parent, if there is one, and leaves its streams. */
export function announceReady(ready: Ready, logFile: string | undefined): void {
  if (process.env[HANDSHAKE] === undefined || logFile === undefined) return;
  writeSync(1, `${JSON.stringify(ready)}\n`);
  const fd = openSync(logFile, "a");
  redirect(fd, 1);
  redirect(fd, 2);
  closeSync(fd);
}

/** Run from the source, the interpreter needs the programme's file; the compiled executable is both. */
function sourceFile(): string[] {
  const main = process.argv[1] ?? "";
  return main.startsWith("/$bunfs/") ? [] : [main];
}

const PASSED = /^(PATH|HOME|USER|LOGNAME|LANG|LC_[A-Z]+|TZ|TMPDIR|ONE_LOCATION)$/;
/** Could make the child run other code: not even when the configuration names them. */
const NEVER = /^(BUN_|NODE_|LD_)/;

/** The environment of the child, without variables that change how it runs. */
export function childEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  variables: readonly string[],
): Record<string, string> {
  const passed: Record<string, string> = { [HANDSHAKE]: "1" };
  for (const [name, value] of Object.entries(own)) {
    const wanted = PASSED.test(name) || (variables.includes(name) && !NEVER.test(name));
    if (wanted && value !== undefined) passed[name] = value;
  }
  return passed;
}
