/** The sessions of the README and the manual, as printed, against the demo; its stand-in takes no time: `scripts/build` first. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../http/testing/free-port.ts";
import { executable } from "../testing/executable.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { type RunningDemo, startDemo } from "./testing/demo.ts";

const ROOT = join(import.meta.dir, "..", "..");
const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl alice@desk";
const LONGEST = 120_000;
/** The sessions poll each second: a reader's pace. Here the command of that name waits for less. */
const SHORT_SLEEP = "#!/bin/sh\nexec /bin/sleep 0.05\n";

/** The blocks of shell in a page, in their order. */
function blocksOf(path: string): readonly string[] {
  const page = readFileSync(join(ROOT, path), "utf8");
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
}

/** Those of OCCI 1.2. */
const sessions = () => blocksOf("etc/manual/ogf-sessions.md");

let demo: RunningDemo | undefined;
let home: string;
let base: string;
const outputs: string[] = [];
let errors: string;
let code: number;

/** Runs a script as a reader does. */
async function inShell(script: string, environment: Readonly<Record<string, string>> = {}) {
  const shell = Bun.spawn(["bash", "-c", script], {
    env: { PATH: `${join(home, "bin")}:${process.env.PATH ?? "/usr/bin:/bin"}`, HOME: home, ...environment },
    cwd: home,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    timeout: LONGEST,
  });
  const [out, err] = await Promise.all([new Response(shell.stdout).text(), new Response(shell.stderr).text()]);
  return { out, err, code: await shell.exited };
}

/** Runs all blocks in one shell. */
async function runSessions(blocks: readonly string[]): Promise<void> {
  const script = blocks
    .map((block) => `${block}\necho "=== end of block"\n`)
    .join("")
    .replace("OCCI=https://localhost:4567\n", `OCCI=${base}\n`);
  const ran = await inShell(script);
  outputs.push(...ran.out.replaceAll("\r\n", "\n").split("=== end of block\n").slice(0, -1));
  errors = ran.err;
  code = ran.code;
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "occi-readme-"));
  mkdirSync(join(home, ".ssh"));
  writeFileSync(join(home, ".ssh", "id_ed25519.pub"), `${PUBLIC_KEY}\n`);
  const port = freePort();
  base = `https://localhost:${port}`;
  mkdirSync(join(home, "bin"));
  writeFileSync(join(home, "bin", "sleep"), SHORT_SLEEP);
  chmodSync(join(home, "bin", "sleep"), 0o755);
  demo = await startDemo(port);
  await runSessions(sessions());
}, LONGEST);

afterAll(async () => {
  demo?.child.kill("SIGINT");
  await demo?.child.exited;
  rmSync(home, { recursive: true, force: true });
});

const text = () => outputs[0] ?? "";
const json = () => outputs[1] ?? "";
const headers = () => outputs[2] ?? "";
const uris = () => outputs[3] ?? "";

describe("the manual's sessions of OCCI 1.2", () => {
  test("run to their ends, and nothing in them is refused", () => {
    expect(sessions().length).toBe(4);
    expect({ code, errors, blocks: outputs.length }).toEqual({ code: 0, errors: "", blocks: 4 });
    // Each error begins with its code, or has it in JSON, or comes with its status in the headers.
    for (const out of nonEmpty(outputs)) {
      expect(out.match(/^[A-Z]+_[A-Z_]+: .*$/m)?.[0]).toBeUndefined();
      expect(out).not.toContain('{"error"');
      expect(out.match(/^HTTP\/1.1 [45].*$/m)?.[0]).toBeUndefined();
    }
  });

  test("text/plain: discovery, a machine with key, NIC and volume, its life, a tag, filters, pages", () => {
    const out = text();
    expect(out).toContain('Category: compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"');
    expect(out).toContain('Category: template_0; scheme="http://localhost/occi/infrastructure/os_tpl#"');
    expect(out).toContain('Category: small; scheme="http://localhost/occi/infrastructure/resource_tpl#"');
    expect(out).toContain(`X-OCCI-Location: ${base}/network/1\n`);
    expect(out).toContain(`occi.credentials.ssh.publickey="${PUBLIC_KEY}"`);
    const machine = /^X-OCCI-Attribute: org\.opennebula\.compute\.id=(\d+)$/m.exec(out)?.[1];
    expect(out).toContain(`</compute/${machine}?action=stop>`);
    expect(out).toMatch(/^X-OCCI-Attribute: occi\.networkinterface\.address="192\.168\.100\.\d+"$/m);
    expect(out).toMatch(/^X-OCCI-Attribute: occi\.storagelink\.deviceid="\/dev\/\w+"$/m);
    expect(out).toContain(`</compute/${machine}?action=start>`);
    const where = `X-OCCI-Location: ${base}/compute/${machine}\n`;
    // Who carries the tag, two filters, a page.
    expect(out.split(where).length - 1).toBe(4);
    expect(out).toContain(`Link: <${base}/compute/?page=2&number=2>; rel="next"`);
    expect(out).toContain('X-OCCI-Attribute: occi.core.title="web, the first"');
    expect(out).toEndWith("OK\nOK\nOK\nOK\n");
  });

  test("JSON: the same", () => {
    const values: Record<string, unknown>[] = json()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line));
    const [discovered] = values;
    expect(JSON.stringify(discovered)).toContain('"term":"image_0"');
    const nic = values.find(({ kind }) => String(kind).endsWith("#networkinterface"));
    expect(JSON.stringify(nic)).toMatch(/"occi\.networkinterface\.address":"192\.168\.100\.\d+"/);
    expect(values.some(({ kind }) => String(kind).endsWith("#storagelink"))).toBe(true);
    const lists = values.flatMap(({ resources }) => (Array.isArray(resources) ? [resources] : []));
    // The tag's members, the filter, the page: each has this machine and no other.
    expect(lists.map((list) => list.map(({ title }) => title))).toEqual([["api"], ["api"], ["api"]]);
    expect(lists[0]?.[0].mixins).toContain("http://example.org/tags#green");
    expect(json()).toContain('"occi.compute.hostname":"api.example.org"');
    expect(json()).toEndWith("{}\n{}\n{}\n{}\n");
  });

  test("text/occi: the same, in headers", () => {
    const out = headers();
    expect(out.match(/^Content-Type: .*$/gm)?.every((line) => line === "Content-Type: text/occi")).toBe(true);
    expect(out).toMatch(/^Category: .*small; scheme="http:\/\/localhost\/occi\/infrastructure\/resource_tpl#"/m);
    expect(out).toMatch(/^X-OCCI-Attribute: .*occi\.core\.title="db"/m);
    expect(out.match(/^X-OCCI-Location: .*$/gm)?.length).toBeGreaterThanOrEqual(3);
    expect(out.match(/^OK$/gm)?.length).toBeGreaterThan(8);
  });

  test("text/uri-list: everything, the machines, a page, a filter; what was made is gone again", () => {
    const lines = uris().trimEnd().split("\n");
    for (const line of nonEmpty(lines)) expect(line).toStartWith(`${base}/`);
    const count = (end: string) => lines.filter((line) => line === base + end).length;
    // Among everything, among the machines, and among those that run: the first runs, the second is on hold.
    expect([count("/compute/0"), count("/compute/1")]).toEqual([3, 2]);
    // The demo has ids up to 15 from the start.
    expect(lines.filter((line) => /\/compute\/(1[6-9]|[2-9]\d)/.test(line))).toEqual([]);
    // Once among everything; the page of the newest two does not reach back to the first.
    expect([count("/network/0"), count("/storage/0")]).toEqual([1, 1]);
  });
});

test("the session with curl in getting started: each answer is the next one's id, and the machine goes again", async () => {
  const block = blocksOf("etc/manual/getting-started.md").find((text) => text.includes("curl")) ?? "";
  const ran = await inShell(block.replace("OCCI=https://localhost:4567\n", `OCCI=${base}\n`));
  expect([ran.code, ran.err]).toEqual([0, ""]);
  expect(ran.out).toContain("<NAME>by-hand</NAME>");
  expect(ran.out).toContain("<INSTANCE_TYPE");
  expect(ran.out).not.toMatch(/^[A-Z]+_[A-Z_]+: /m);
});

test("the session of the JSON API: inputs, quotas, a machine deployed, resized, looked at and deleted", async () => {
  const block = blocksOf("etc/manual/api.md").find((text) => text.includes("first_id")) ?? "";
  const ran = await inShell(block.replace("API=https://localhost:4567/", `API=${base}/`));
  expect([ran.code, ran.err]).toEqual([0, ""]);
  const documents = ran.out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  expect(documents.filter(({ code }) => code !== undefined)).toEqual([]);
  const [me, template, taken, metrics, stopped, resized, started, usage, renamed, ...rest] = documents;
  expect(me.quotas.machines.left).toBeGreaterThan(0);
  expect(template.inputs.map(({ name }: { name: string }) => name)).toContain("ONEAPP_ADMIN_PASSWORD");
  expect(taken.snapshots.map(({ name }: { name: string }) => name)).toEqual(["before"]);
  expect([taken.name, taken.endsAt]).toEqual(["news", "2099-01-01T00:00:00.000Z"]);
  expect(metrics.cpuPercent.length).toBe(metrics.memoryMiB.length);
  expect([stopped.state, resized.cpu, resized.memoryMiB, started.state]).toEqual(["stopped", 0.5, 512, "running"]);
  expect(usage.days.length).toBeGreaterThan(0);
  expect([renamed.name, renamed.endsAt]).toEqual(["blog", null]);
  // A machine that was deleted has no document.
  expect(rest).toEqual([]);
  expect(ran.out).not.toContain("secret");
}, 60_000);

test("the session with the commands in the README", async () => {
  const block = blocksOf("README.md").find((text) => text.includes("occi-compute create")) ?? "";
  for (const name of ["compute", "network", "storage"]) {
    const path = join(home, "bin", `occi-${name}`);
    writeFileSync(path, `#!/bin/sh\nexec '${executable()}' ${name} "$@"\n`);
    chmodSync(path, 0o755);
  }
  writeFileSync(join(home, "debian.qcow2"), Buffer.alloc(4096));
  const environment = { OCCI_USER: "alice", OCCI_PASSWORD_FILE: join(home, "password"), OCCI_INSECURE: "1" };
  writeFileSync(join(home, "password"), "alicepass\n", { mode: 0o600 });
  const script = block.replace("https://cloud.example.org:4567", base);
  const ran = await inShell(`set -e\n${script}`, environment);
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  expect(ran.out).toContain("web-0");
  expect(ran.out).toContain("web-1");
}, 30_000);
