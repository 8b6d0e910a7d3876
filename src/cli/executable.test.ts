/** The compiled executable, as it is shipped: driven over HTTPS, in surroundings that mean no good. `scripts/build` first. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMPILES_AT } from "../http/router.ts";
import { freePort } from "../http/testing/free-port.ts";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import { executable } from "../testing/executable.ts";

let directory: string | undefined;
afterEach(() => {
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
});

async function run(cwd: string, env: Record<string, string>, ...args: string[]) {
  const child = Bun.spawn([executable(), ...args], { cwd, env, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { code: await child.exited, out, err };
}

describe("a hostile working directory", () => {
  test("runs nothing of its own in our process and changes nothing of what we do", async () => {
    directory = mkdtempSync(join(tmpdir(), "occi-hostile-"));
    const marker = join(directory, "ran");
    writeFileSync(join(directory, "evil.ts"), `require("node:fs").writeFileSync(${JSON.stringify(marker)}, "x");`);
    writeFileSync(join(directory, "bunfig.toml"), 'preload = ["./evil.ts"]\n[run]\npreload = ["./evil.ts"]\n');
    writeFileSync(join(directory, ".env"), "ONE_LOCATION=/nonexistent/by/dotenv\nBUN_OPTIONS=--preload ./evil.ts\n");
    writeFileSync(join(directory, "package.json"), '{"name":"occi-server","version":"6.6.6","type":"commonjs"}');
    writeFileSync(join(directory, "tsconfig.json"), '{"compilerOptions":{"paths":{"*":["./evil.ts"]}}}');
    const version = await run(directory, {}, "version");
    expect(version.code).toBe(0);
    expect(version.out).toStartWith("occi-server ");
    expect(version.out).not.toContain("6.6.6");
    const check = await run(directory, {}, "check", "--config", join(directory, "none.conf"));
    expect(check.code).toBe(1);
    expect(check.err + check.out).not.toContain("dotenv");
    expect(existsSync(marker)).toBe(false);
  });

  test("nothing but the root and no environment at all are enough", async () => {
    directory = mkdtempSync(join(tmpdir(), "occi-empty-"));
    expect((await run("/", {}, "version")).code).toBe(0);
    expect((await run("/", {}, "help")).code).toBe(0);
  });
});

describe("over HTTPS", () => {
  let sim: OnedSim;
  let base: string;
  let ca: string;
  let home: string;
  const credentials = `Basic ${Buffer.from("alice:alicepass").toString("base64")}`;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "occi-executable-"));
    for (const name of ["etc", "var"]) mkdirSync(join(home, name));
    sim = await startOnedSim({ seed: "demo", stepMs: 0 });
    const port = freePort();
    base = `https://localhost:${port}`;
    const lines = [
      `ONE_XMLRPC=${sim.url}`,
      `PORT=${port}`,
      "SSL=self-signed",
      `IMAGE_DIR=${home}/images`,
      "VM_TYPE=[NAME=small, TEMPLATE=small.erb]",
    ];
    writeFileSync(join(home, "etc", "occi-server.conf"), `${lines.join("\n")}\n`);
    const started = await run(home, { ONE_LOCATION: home, PATH: "/usr/bin:/bin" }, "start");
    if (started.code !== 0) throw new Error(`start failed: ${started.err}${started.out}`);
    ca = readFileSync(join(home, "var", "occi-server", "self-signed.crt"), "utf8");
  });
  afterAll(async () => {
    await run(home, { ONE_LOCATION: home }, "stop", "--timeout", "0");
    await sim.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function request(method: string, path: string, body?: string | FormData) {
    const response = await fetch(base + path, {
      method,
      headers: { Authorization: credentials },
      ...(body !== undefined && { body }),
      tls: { ca },
    });
    const text = await response.text();
    return { status: response.status, text, id: /<ID>(\d+)/.exec(text)?.[1] ?? "" };
  }
  const state = async (id: string) => /<STATE>(\w+)/.exec((await request("GET", `/compute/${id}`)).text)?.[1];

  /** Asks until a machine is in that state: with the stand-in each look moves it one step on. */
  async function reaches(id: string, wanted: string): Promise<void> {
    for (let look = 0; look < 50; look++) if ((await state(id)) === wanted) return;
    expect(await state(id)).toBe(wanted);
  }

  /** The same for the time after ACTIVE: until its host runs it. */
  async function runs(id: string): Promise<void> {
    await reaches(id, "ACTIVE");
    for (let look = 0; look < 50; look++) {
      if ((await request("GET", `/compute/${id}`)).text.includes("<LCM_STATE>RUNNING<")) return;
    }
    throw new Error("it does not come to run");
  }

  test("a user makes a network, uploads an image, runs a machine of both, stops, resumes and deletes it", async () => {
    const network = await request(
      "POST",
      "/network",
      "<NETWORK><NAME>lan</NAME><ADDRESS>10.9.0.0/24</ADDRESS></NETWORK>",
    );
    expect(network.status).toBe(201);
    const form = new FormData();
    form.set("occixml", "<STORAGE><NAME>disk</NAME><TYPE>OS</TYPE></STORAGE>");
    form.set("file", new Blob([new Uint8Array(1 << 20)]), "disk.img");
    const storage = await request("POST", "/storage", form);
    expect(storage.status).toBe(201);
    expect(storage.text).toContain("<STATE>READY</STATE>");
    expect(readdirSync(join(home, "images"))).toEqual([]);

    const compute = await request(
      "POST",
      "/compute",
      `<COMPUTE><NAME>web</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE><DISK><STORAGE href="/storage/${storage.id}"/></DISK>` +
        `<NIC><NETWORK href="/network/${network.id}"/></NIC></COMPUTE>`,
    );
    expect(compute.status).toBe(201);
    await runs(compute.id);
    const put = (word: string) => request("PUT", `/compute/${compute.id}`, `<COMPUTE><STATE>${word}</STATE></COMPUTE>`);
    await runs(compute.id);
    expect((await put("STOPPED")).status).toBe(202);
    await reaches(compute.id, "STOPPED");
    expect((await put("RESUME")).status).toBe(202);
    await runs(compute.id);
    expect((await request("DELETE", `/compute/${compute.id}`)).status).toBe(204);
    await reaches(compute.id, "DONE");
    expect((await request("DELETE", `/network/${network.id}`)).status).toBe(204);
    expect((await request("DELETE", `/storage/${storage.id}`)).status).toBe(204);
  });

  test("every language answers the same before and after its router is compiled", async () => {
    const paths = [
      "/compute",
      "/compute/999999",
      "/-/",
      "/api/v1/machines",
      "/api/v1/machines/999999",
      "/nothing",
      "/ui/",
      "/ui/machines",
    ];
    const answers = async () =>
      Promise.all(
        paths.map(async (path) => {
          const { status, text } = await request("GET", path);
          return { path, status, text: text.replaceAll(/[0-9a-f]{16}/g, "ID") };
        }),
      );
    const before = await answers();
    expect(before.map(({ status }) => status)).toEqual([200, 404, 200, 200, 404, 404, 200, 200]);
    // Two paths of each language, so that half as many rounds are enough.
    for (let times = 0; times < COMPILES_AT / 2; times++) await answers();
    expect(await answers()).toEqual(before);
  });

  test("the log tells who did what, and never with which password", async () => {
    expect((await request("GET", "/compute")).status).toBe(200);
    const stopped = await run(home, { ONE_LOCATION: home }, "stop");
    expect(stopped.code).toBe(0);
    const log = readFileSync(join(home, "var", "occi-server.log"), "utf8");
    expect(log).toMatch(/info +GET \/compute status=200 .*user=alice/);
    expect(log).not.toContain("alicepass");
    expect(log).not.toContain(credentials.slice(6));
  });
});
