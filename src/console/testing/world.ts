/** A server with the console of the source, in front of the stand-in oned: what tests of the console open. */
import { consolePack } from "../../../scripts/console/bundle.ts";
import type { Config } from "../../config/config.ts";
import { readPack } from "../../http/console/pack.ts";
import { LoginDelay } from "../../http/login-delay.ts";
import { type Cloud, startCloud } from "../../http/testing/cloud.ts";
import { freePort } from "../../http/testing/free-port.ts";
import { recordedLog } from "../../http/testing/recorded-log.ts";
import { type OnedSim, type SimOptions, startOnedSim } from "../../oned-sim/index.ts";
import { createRpc } from "../../opennebula/rpc.ts";

/** Users of the stand-in, with their passwords. */
export const PASSWORDS = { alice: "alicepass", bob: "bobpass", oneadmin: "opennebula" } as const;

/** Between two looks at what has changed: fewer milliseconds than for users, as tests wait for it. */
const POLL_MS = 250;

export interface ConsoleWorld {
  readonly sim: OnedSim;
  readonly cloud: Cloud;
  /** Without a slash at its end. */
  readonly origin: string;
  /** The address of a place below /ui. */
  at(path?: string): string;
  /** Ends the server; the stand-in stays. */
  stopServer(): Promise<void>;
  /** Starts the server again, on the same port. */
  startServer(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts both.
 * @param different what the configuration has besides what tests have.
 * @param present a stand-in that runs already, for one more copy of the server.
 */
export async function startConsole(
  different: Partial<Config> = {},
  options: SimOptions = {},
  present?: OnedSim,
): Promise<ConsoleWorld> {
  const sim = present ?? (await startOnedSim({ seed: "demo", stepMs: 0, ...options }));
  const files = readPack(await consolePack());
  const oned = createRpc({ urls: [sim.url], connections: 8, timeout: 5_000, answerLimit: 1 << 26 });
  const port = different.port ?? (await freePort());
  const begin = async (): Promise<Cloud> => {
    const origin = `https://localhost:${port}`;
    const config = { ssl: "self-signed", port, baseUrl: origin, wait: 10_000, ...different } as const;
    const cloud = await startCloud(oned, config, recordedLog(), { eventLimits: { pollEvery: POLL_MS } });
    const deps = { ...cloud.deps, logins: new LoginDelay(), console: { files: async () => files } };
    cloud.server.use(deps);
    return { ...cloud, deps };
  };
  let cloud = await begin();
  const scheme = different.ssl === "off" ? "http" : "https";
  const origin = `${scheme}://localhost:${port}`;
  const end = async (): Promise<void> => {
    await cloud.server.stop(0);
    cloud.remove();
  };
  return {
    sim,
    get cloud() {
      return cloud;
    },
    origin,
    at: (path = "/") => `${origin}/ui${path}`,
    stopServer: end,
    async startServer() {
      cloud = await begin();
    },
    async stop() {
      await end();
      await sim.stop();
    },
  };
}
