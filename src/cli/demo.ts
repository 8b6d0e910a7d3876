/** `demo`: an OpenNebula in memory, the server in front of it, and command lines to try. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSignedCertificateFile } from "../certificates/self-signed.ts";
import type { Config } from "../config/config.ts";
import { parseConfig } from "../config/load.ts";
import { live } from "../daemon/lifetime.ts";
import { OcciError } from "../errors.ts";
import { createLog } from "../log/log.ts";
import { type SimOptions, startOnedSim } from "../oned-sim/index.ts";
import { wholeNumber } from "../terminal/arguments.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { print } from "../terminal/output.ts";
import { CLIENT_NAMES } from "./clients.ts";
import { type DemoFacts, demoGuide, USERS } from "./demo-guide.ts";

const DEFAULT_PORT = 4567;
/** Nobody waits long for a demonstration to end. Milliseconds. */
const DRAIN_MS = 2_000;

export async function run(args: Arguments): Promise<number> {
  await runDemo(wholeNumber(args, "port", DEFAULT_PORT, 65_535));
  return EXIT.ok;
}

interface DemoOptions extends Pick<SimOptions, "stepMs"> {
  /** The executable that the clients' names are links to. */
  readonly executable?: string;
}

/**
 * Runs until a signal stops it; nothing is kept.
 * @param port 0 for any free one.
 */
export async function runDemo(port: number, options: DemoOptions = {}): Promise<void> {
  const { executable = process.execPath, ...pace } = options;
  const directory = mkdtempSync(join(tmpdir(), "occi-demo-"));
  const log = createLog({ level: "info", format: "text", destination: { fd: 2 } });
  try {
    const oned = await startOnedSim({ seed: "showcase", screens: true, ...pace });
    try {
      const config = demoConfig(directory, port === 0 ? freePort() : port, oned.url);
      const guide = demoGuide({
        base: config.baseUrl,
        certificate: selfSignedCertificateFile(config),
        ...prepareClients(directory, executable),
      });
      process.chdir("/");
      await live({ config, log, drain: DRAIN_MS, onReady: () => print(guide) }).catch((error: unknown) => {
        throw withDemoHint(error);
      });
    } finally {
      await oned.stop();
    }
  } finally {
    log.close();
    rmSync(directory, { recursive: true, force: true });
  }
  print("The demo has stopped; nothing was kept.");
}

/** Users of the demo have no configuration in which they could set PORT or HOST. */
function withDemoHint(error: unknown): unknown {
  if (!(error instanceof OcciError) || error.code !== "SETUP_FAULT") return error;
  return new OcciError(error.code, error.sentence, {
    hint: "Choose another port: `--port 4568`, or `--port 0` for any free one.",
    cause: error,
  });
}

/** Links for the clients, and a file for them to log in with. */
function prepareClients(directory: string, executable: string): Pick<DemoFacts, "clients" | "credentials"> {
  const clients = join(directory, "bin");
  mkdirSync(clients);
  for (const name of CLIENT_NAMES) symlinkSync(executable, join(clients, name));
  const credentials = join(directory, "alice");
  writeFileSync(credentials, `alice:${USERS.alice}\n`, { mode: 0o600 });
  return { clients, credentials };
}

/** The hrefs need the number before the server listens. */
function freePort(): number {
  const probe = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  probe.stop(true);
  return probe.port;
}

/** Through the reader of the configuration, as everybody's. */
function demoConfig(directory: string, port: number, onedUrl: string): Config {
  const lines = [
    `ONE_XMLRPC=${onedUrl}`,
    "SERVER=localhost",
    `PORT=${port}`,
    "SSL=self-signed",
    `STATE_DIR='${directory}'`,
    `IMAGE_DIR='${join(directory, "images")}'`,
    "BRIDGE=br0",
    "ADMIN=off",
  ];
  const { config } = parseConfig(lines.join("\n"), undefined, {});
  if (config === undefined) throw new OcciError("INTERNAL", "The configuration of the demo is faulty.");
  return config;
}
