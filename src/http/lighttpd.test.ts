/** The proxy of the old guide, with its configuration as printed there, in front of SSL=off. Where lighttpd is installed. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tlsOptions } from "../certificates/tls.ts";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { authorization, type Cloud, startCloud } from "./testing/cloud.ts";
import { freePort } from "./testing/free-port.ts";
import { untilListening } from "./testing/until-listening.ts";

const lighttpd = Bun.which("lighttpd", { PATH: `${process.env.PATH}:/usr/sbin` });

/** The guide's lines, its ports and paths replaced; Debian's package wants the modules named. */
function guideConfiguration(directory: string, port: number, backend: number): string {
  return `
server.modules = ("mod_proxy", "mod_openssl")
server.document-root = "${directory}"
server.bind = "127.0.0.1"

server.port               = ${port}
#### proxy module
## read proxy.txt for more info
proxy.server               = ( "" =>
                                ("" =>
                                 (
                                   "host" => "127.0.0.1",
                                   "port" => ${backend}
                                 )
                                 )
                             )

#### SSL engine
ssl.engine                 = "enable"
ssl.pemfile                = "${directory}/server.pem"
`;
}

describe.skipIf(lighttpd === null)("behind lighttpd as the guide sets it up", () => {
  let sim: OnedSim;
  let cloud: Cloud;
  let proxy: Bun.Subprocess;
  let directory: string;
  let base: string;
  let ca: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "occi-lighttpd-"));
    const port = freePort();
    base = `https://localhost:${port}`;
    sim = await startOnedSim({ seed: "demo", stepMs: 0 });
    const oned = createRpc({ urls: [sim.url], connections: 8, timeout: 5000, answerLimit: 1 << 26 });
    cloud = await startCloud(oned, { ssl: "off", baseUrl: base, uploadLimit: 1 << 30 });
    const [identity] = await tlsOptions({
      ...cloud.deps.config,
      ssl: "self-signed",
      stateDir: join(directory, "state"),
    });
    ca = identity?.cert ?? "";
    writeFileSync(join(directory, "server.pem"), `${identity?.key}${ca}`);
    const file = join(directory, "lighttpd.conf");
    writeFileSync(file, guideConfiguration(directory, port, cloud.server.port));
    proxy = Bun.spawn([lighttpd ?? "", "-D", "-f", file], { stdout: "ignore", stderr: "ignore" });
    await untilListening(port, proxy);
  });
  afterAll(async () => {
    proxy.kill();
    await proxy.exited;
    await cloud.server.stop(0);
    cloud.remove();
    await sim.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const request = (method: string, path: string, body?: string | FormData) =>
    fetch(base + path, {
      method,
      headers: { Authorization: authorization("alice") },
      ...(body !== undefined && { body }),
      tls: { ca },
    });

  test("hrefs lead through the proxy", async () => {
    const response = await request("GET", "/compute");
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`<COMPUTE href="${base}/compute/`);
  });

  test("creating, changing and deleting goes through", async () => {
    const made = await request("POST", "/network", "<NETWORK><NAME>p</NAME><ADDRESS>10.8.0.0/24</ADDRESS></NETWORK>");
    expect(made.status).toBe(201);
    const location = made.headers.get("location") ?? "";
    expect(location).toStartWith(`${base}/network/`);
    expect((await request("DELETE", location.slice(base.length))).status).toBe(204);
    expect((await fetch(`${base}/compute`, { tls: { ca } })).status).toBe(401);
  });

  test("uploads go through, and nothing of them stays", async () => {
    const form = new FormData();
    form.set("occixml", "<STORAGE><NAME>through a proxy</NAME><TYPE>OS</TYPE></STORAGE>");
    form.set("file", new Blob([new Uint8Array(8 << 20)]), "disk.img");
    const response = await request("POST", "/storage", form);
    expect(response.status).toBe(201);
    expect(await response.text()).toContain("<SIZE>8</SIZE>");
    expect(readdirSync(cloud.deps.config.imageDir)).toEqual([]);
  });
});
