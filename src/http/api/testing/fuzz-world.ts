/** A cloud that the fuzzer may ruin: started anew when that has gone on for long enough, with everything that it had. */

import { testClock } from "../../../cloud/testing/over-sim.ts";
import { startOnedSim } from "../../../oned-sim/index.ts";
import { addVm, addVmTemplate, callerOf, demoSeed, PUBLIC } from "../../../oned-sim/seed.ts";
import type { World } from "../../../oned-sim/world.ts";
import { createRpc } from "../../../opennebula/rpc.ts";
import { type App, createApp } from "../../app.ts";
import { basic, makeParts, type Parts } from "../../testing/cloud.ts";

export interface Sent {
  readonly method: string;
  /** Below the URL of the API, percent-encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
}

export interface FuzzWorld {
  send(sent: Sent): Promise<Response>;
  /** Everything is as it was at first. */
  renew(): Promise<void>;
  stop(): Promise<void>;
}

/** What the demo's user has, a template with inputs of every kind, and a machine with parts that can be named. */
function seed(world: World): void {
  demoSeed(world);
  const alice = callerOf(world.user(2));
  const inputs =
    'USER_INPUTS=[TXT="M|text|A word",PW="O|password|A password",NUM="O|number|A number| |5",LST="O|list|One of|a,b,c|b",MEMORY="O|range||128..512|256"]';
  addVmTemplate(
    world,
    callerOf(world.user(0)),
    `NAME="inputs"\nCPU="1"\nMEMORY="128"\nCONTEXT=[A="$TXT"]\n${inputs}`,
    PUBLIC,
  );
  addVm(
    world,
    alice,
    'NAME="parts"\nCPU="0.1"\nMEMORY="64"\nDISK=[IMAGE_ID="0"]\nDISK=[IMAGE_ID="1"]\nNIC=[NETWORK_ID="0"]\nNIC=[NETWORK_ID="1"]',
  );
}

/**
 * In the process, in front of the stand-in.
 * @param server URL of a server to try instead, which runs somewhere with the demo behind it: it is never renewed.
 */
export async function fuzzWorld(server = process.env.OCCI_FUZZ_SERVER): Promise<FuzzWorld> {
  const authorization = basic("alice:alicepass");
  const requestOf = (base: string, { method, path, headers, body }: Sent): Request =>
    new Request(`${base}/api/v1${path}`, {
      method,
      headers: { authorization, ...headers },
      ...(body !== undefined && { body }),
    });
  if (server !== undefined) {
    return {
      send: (sent) => fetch(requestOf(server, sent), { redirect: "manual" }),
      renew: async () => undefined,
      stop: async () => undefined,
    };
  }
  const rpcOf = (url: string) => createRpc({ urls: [url], connections: 8, timeout: 5_000, answerLimit: 1 << 26 });
  const parts: Parts = await makeParts(rpcOf("http://127.0.0.1:1/RPC2"), { wait: 10_000, requestsPerUser: 1_000 });
  const begin = async () => {
    const sim = await startOnedSim({ seed, stepMs: 0 });
    const app: App = createApp({ ...parts.deps, clock: testClock(), oned: rpcOf(sim.url) });
    return { sim, app };
  };
  let current = await begin();
  return {
    send: (sent) => current.app(requestOf("http://localhost", sent), { address: "127.0.0.1", untimed() {} }),
    async renew() {
      await current.sim.stop();
      current = await begin();
    },
    async stop() {
      await current.sim.stop();
      parts.remove();
    },
  };
}
