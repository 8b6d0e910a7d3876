/** A server whose answers a test can wait for, and whose guard against web pages it can switch off. */
import { join } from "node:path";
import type { Config } from "../../config/config.ts";
import type { RunningServer } from "../../http/server.ts";
import { testConfig } from "../../http/testing/config.ts";
import { freePort } from "../../http/testing/free-port.ts";
import { recordedLog } from "../../http/testing/recorded-log.ts";
import type { Access } from "../../log/log.ts";
import { assemble, listen } from "../assemble.ts";

/** What a browser says of where a request comes from, and by what it is known to be one. */
const SAID = ["origin", "sec-fetch-site", "upgrade-insecure-requests", "user-agent"];

/** A server, and what it was asked. */
export interface Cloud {
  readonly origin: string;
  readonly port: number;
  readonly server: RunningServer;
  /** With false nothing of what browsers say reaches the server, so it takes them for programs. */
  guarded: boolean;
  /** The first answer to that path that is given from now on. */
  answered(path: string): Promise<Access>;
}

/** At `cloud.test`. @param directory for what it keeps. */
export async function startCloud(
  directory: string,
  scheme: "https" | "http",
  different: Partial<Config>,
): Promise<Cloud> {
  const inner = recordedLog();
  const waiting: { readonly path: string; readonly tell: (access: Access) => void }[] = [];
  const port = freePort();
  const origin = `${scheme}://cloud.test:${port}`;
  const place = join(directory, String(port));
  const config = testConfig(place, { server: "cloud.test", port, baseUrl: origin, ...different });
  const parts = await assemble(config, {
    ...inner,
    access(access) {
      inner.access(access);
      const found = waiting.findIndex(({ path }) => path === access.path);
      if (found >= 0) waiting.splice(found, 1)[0]?.tell(access);
    },
  });
  const cloud: Cloud = {
    origin,
    port,
    guarded: true,
    server: await listen(
      {
        ...parts,
        clientOf(request, connection) {
          if (!cloud.guarded) for (const name of SAID) request.headers.delete(name);
          return connection;
        },
      },
      {},
    ),
    answered: (path) => new Promise((tell) => void waiting.push({ path, tell })),
  };
  return cloud;
}
