/** `demo`: an OpenNebula in memory, the server in front of it, and command lines to try. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { parseConfig } from "../config/load.ts";
import { live } from "../daemon/lifetime.ts";
import { OcciError } from "../errors.ts";
import { selfSignedCertificateFile } from "../http/certificate.ts";
import { createLog } from "../log/log.ts";
import { type SimOptions, startOnedSim } from "../oned-sim/index.ts";
import { wholeNumber } from "./arguments.ts";
import { type Arguments, EXIT } from "./command.ts";
import { demoGuide } from "./demo-guide.ts";
import { print } from "./output.ts";

const DEFAULT_PORT = 4567;
/** Nobody waits long for a demonstration to end. Milliseconds. */
const DRAIN_MS = 2_000;

export async function run(args: Arguments): Promise<number> {
  await runDemo(wholeNumber(args, "port", DEFAULT_PORT, 65_535));
  return EXIT.ok;
}

/**
 * Runs until a signal ends it; nothing is kept.
 * @param port 0 for any free one.
 * @param pace of the stand-in.
 */
export async function runDemo(port: number, pace: Pick<SimOptions, "stepMs"> = {}): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "occi-demo-"));
  const log = createLog({ level: "info", format: "text", destination: { fd: 2 } });
  try {
    const oned = await startOnedSim({ seed: "demo", ...pace });
    try {
      const config = demoConfig(directory, port === 0 ? freePort() : port, oned.url);
      const guide = demoGuide({
        base: config.baseUrl,
        certificate: selfSignedCertificateFile(config),
        // Ids are given in turn, and nothing has been deleted yet.
        network: oned.world.vnets.size,
        storage: oned.world.images.size,
        compute: oned.world.vms.size,
      });
      process.chdir("/");
      await live({ config, log, rotates: false, drain: DRAIN_MS, onReady: () => print(guide) });
    } finally {
      await oned.stop();
    }
  } finally {
    log.close();
    rmSync(directory, { recursive: true, force: true });
  }
  print("The demo has ended; nothing was kept.");
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
  ];
  const { config } = parseConfig(lines.join("\n"), undefined, {});
  if (config === undefined) throw new OcciError("INTERNAL", "The demo's own configuration is faulty.");
  return config;
}
