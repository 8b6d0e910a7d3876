/** The common parts of the benchmarks: the compiled server in front of an oned, load by wrk, medians. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../src/http/testing/free-port.ts";

export const EXECUTABLE = new URL("../../dist/occi-server", import.meta.url).pathname;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** A value of /proc/PID/status in MB; VmHWM is the peak, VmRSS the present. */
export function memory(pid: number, field: "VmHWM" | "VmRSS"): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1]) / 1024;
}

/**
 * Seconds of processor time that a process has taken so far, in itself and in the kernel, all of its threads together.
 */
export function processorSeconds(pid: number): number {
  // Behind the name, which may hold blanks: utime is the twelfth field, stime the one behind it, in hundredths.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Compiles a program beside this file as `scripts/build` compiles the server. @returns the executable's path. */
export async function compiled(name: "bare-program" | "bare-server", directory: string): Promise<string> {
  const outfile = join(directory, name);
  const flags = ["--compile", "--production", "--minify", "--splitting", "--bytecode", "--format=esm"];
  const source = new URL(`${name}.ts`, import.meta.url).pathname;
  await succeeds([process.execPath, "build", ...flags, source, "--outfile", outfile]);
  return outfile;
}

async function succeeds(command: string[]): Promise<void> {
  const run = Bun.spawn(command, { stdout: "ignore", stderr: "pipe" });
  const complaint = await new Response(run.stderr).text();
  if ((await run.exited) !== 0) throw new Error(`${command.join(" ")}: ${complaint}`);
}

/** One line a figure: name, value, unit, and whether the goal is met. */
export function report(name: string, value: number, unit: string, goal?: { most: number } | { least: number }): void {
  const met = goal === undefined ? "" : ("most" in goal ? value <= goal.most : value >= goal.least) ? "pass" : "FAIL";
  const wanted = goal === undefined ? "" : "most" in goal ? `(at most ${goal.most})` : `(at least ${goal.least})`;
  console.log(`${name.padEnd(52)} ${value.toFixed(3).padStart(12)} ${unit.padEnd(8)} ${met} ${wanted}`.trimEnd());
}

export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Waits for the first answer of any kind. */
export async function answered(url: string): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    try {
      await fetch(url, { method: "OPTIONS", tls: { rejectUnauthorized: false } });
      return;
    } catch {
      await Bun.sleep(2);
    }
  }
  throw new Error(`no answer from ${url}`);
}

/** Starts the executable with a configuration of its own in front of an oned. */
export async function startServer(
  onedUrl: string,
  more: readonly string[] = [],
  executable = EXECUTABLE,
): Promise<Server> {
  const directory = mkdtempSync(join(tmpdir(), "occi-bench-"));
  const port = freePort();
  const lines = [
    `ONE_XMLRPC=${onedUrl}`,
    "SERVER=localhost",
    `PORT=${port}`,
    "SSL=self-signed",
    `STATE_DIR=${directory}/state`,
    `IMAGE_DIR=${directory}/images`,
    ...["small", "medium", "large"].map((name) => `VM_TYPE=[NAME=${name}, TEMPLATE=${name}.eta]`),
    ...more,
  ];
  const config = join(directory, "occi-server.conf");
  writeFileSync(config, `${lines.join("\n")}\n`);
  const log = join(directory, "log");
  const child = Bun.spawn([executable, "run", "--config", config, "--log-file", log], {
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
  });
  const url = `https://localhost:${port}`;
  await answered(`${url}/compute`);
  return running(url, child, directory);
}

/** A server that answers. @param directory its own, which goes with it. */
function running(url: string, child: Bun.Subprocess, directory: string): Server {
  return {
    url,
    pid: child.pid,
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The server of `bare-server.ts`, compiled, in front of an oned. */
export async function startBareServer(onedUrl: string): Promise<Server> {
  const directory = mkdtempSync(join(tmpdir(), "occi-bare-"));
  const port = freePort();
  const [cert, key] = [join(directory, "cert.pem"), join(directory, "key.pem")];
  // A key of the kind that the server makes for itself: other kinds cost other handshakes.
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await succeeds(["openssl", "req", "-x509", ...kind, "-keyout", key, "-out", cert, "-subj", "/CN=localhost"]);
  const child = Bun.spawn([await compiled("bare-server", directory), onedUrl, String(port), cert, key], {
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
    // As start.ts measures the server: what somebody's shell adds to TLS is not counted.
    env: { PATH: process.env.PATH ?? "/usr/bin:/bin" },
  });
  const url = `https://127.0.0.1:${port}`;
  await answered(url);
  return running(url, child, directory);
}

/** The oned in memory, as a process of its own. @param options of `stand-in.ts`. */
export async function startStandIn(...options: string[]): Promise<{ readonly url: string; stop(): void }> {
  const program = new URL("stand-in.ts", import.meta.url).pathname;
  const child = Bun.spawn([process.execPath, program, ...options], { stdout: "pipe" });
  for await (const chunk of child.stdout) {
    return { url: new TextDecoder().decode(chunk).split("\n")[0] ?? "", stop: () => child.kill() };
  }
  throw new Error("the stand-in did not start");
}

export interface Load {
  /** Answers in all. */
  readonly answers: number;
  /** Requests per second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
}

export interface LoadOptions {
  readonly connections: number;
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body makes it a POST. */
  readonly body?: string;
  /** Paths asked for in turn, in place of the URL's own. */
  readonly paths?: readonly string[];
}

function milliseconds(text: string | undefined): number {
  const match = /^([\d.]+)(us|ms|s|m)$/.exec(text ?? "");
  const unit = { us: 0.001, ms: 1, s: 1000, m: 60_000 }[match?.[2] ?? ""];
  return unit === undefined ? Number.NaN : Number(match?.[1]) * unit;
}

/** Runs wrk (Debian: apt-get install wrk) with one thread. */
export async function load(url: string, options: LoadOptions): Promise<Load> {
  const directory = mkdtempSync(join(tmpdir(), "occi-wrk-"));
  const script = join(directory, "request.lua");
  const body = options.body === undefined ? "" : `wrk.method="POST"\nwrk.body=[==[${options.body}]==]\n`;
  const list = (options.paths ?? []).map((path) => JSON.stringify(path)).join(", ");
  const turns = `local paths = { ${list} }\nlocal i = 0\nfunction request() i = i % #paths + 1\nreturn wrk.format(nil, paths[i]) end\n`;
  writeFileSync(script, list === "" ? body : body + turns);
  const headers = Object.entries(options.headers ?? {}).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const { connections, seconds } = options;
  const command = ["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--latency", "--timeout", "10s", "-s", script];
  const run = Bun.spawn([...command, ...headers, url], { stdout: "pipe" });
  const output = await new Response(run.stdout).text();
  const status = await run.exited;
  rmSync(directory, { recursive: true, force: true });
  if (status !== 0) throw new Error(`wrk failed: ${output}`);
  const line = (pattern: RegExp) => pattern.exec(output)?.[1];
  const errors = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(output)?.slice(1) ?? [];
  return {
    answers: Number(line(/(\d+) requests in /)),
    rate: Number(line(/Requests\/sec:\s+([\d.]+)/)),
    p50: milliseconds(line(/^\s+50%\s+(\S+)/m)),
    p99: milliseconds(line(/^\s+99%\s+(\S+)/m)),
    errors: errors.reduce((sum, n) => sum + Number(n), 0) + Number(line(/Non-2xx or 3xx responses: (\d+)/) ?? 0),
  };
}

/** `user:password` as an Authorization header. */
export function basic(credentials: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/** An XML-RPC call's body. */
export function xmlrpc(method: string, ...parameters: (string | number)[]): string {
  const values = parameters.map((value) =>
    typeof value === "number" ? `<i4>${value}</i4>` : `<string>${value}</string>`,
  );
  const params = values.map((value) => `<param><value>${value}</value></param>`).join("");
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${params}</params></methodCall>`;
}

/** Seconds that curl needs, so that this process's own work is not counted. */
export async function timed(...command: string[]): Promise<{ seconds: number; bytes: number }> {
  const curl = ["curl", "-sk", "-o", "/dev/null", "-w", "%{time_total} %{size_download} %{http_code}"];
  const run = Bun.spawn([...curl, ...command], { stdout: "pipe" });
  const [seconds, bytes, status] = (await new Response(run.stdout).text()).split(" ").map(Number);
  if (status !== 200) throw new Error(`status ${status}`);
  return { seconds: seconds ?? Number.NaN, bytes: bytes ?? 0 };
}
