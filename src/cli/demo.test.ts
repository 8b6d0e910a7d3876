import { afterEach, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { executable } from "../testing/executable.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { demoGuide, demoSteps } from "./demo-guide.ts";
import { type RunningDemo, startDemo } from "./testing/demo.ts";

const FACTS = {
  base: "https://localhost:4567",
  certificate: "/tmp/occi-demo-x/self-signed.crt",
  clients: "/tmp/occi-demo-x/bin",
  credentials: "/tmp/occi-demo-x/alice",
};

test("the guide names users, passwords and every step", () => {
  const text = demoGuide(FACTS);
  expect(text).toMatchSnapshot();
  for (const { what, command } of nonEmpty(demoSteps(FACTS))) expect(text).toContain(`# ${what}\n${command}\n`);
});

const demos: RunningDemo[] = [];
afterEach(() => {
  for (const { child } of demos.splice(0)) child.kill("SIGKILL");
});

test("the printed lines work as printed, and Ctrl-C leaves nothing behind", async () => {
  const demo = await startDemo();
  demos.push(demo);
  const { child, guide } = demo;
  // One shell for all of them: the first line sets what the others need.
  const lines = guide.split("\n").filter((_, index, all) => all[index - 1]?.startsWith("# "));
  expect(lines.length).toBe(demoSteps(FACTS).length);
  const script = lines.map((line) => `${line}\necho "=== $?"`).join("\n");
  const shell = Bun.spawn(["bash", "-c", script], { stdout: "pipe", stderr: "pipe", stdin: "ignore" });
  const [out, code] = await Promise.all([new Response(shell.stdout).text(), shell.exited]);
  expect(code).toBe(0);
  const answers = out.split(/=== /).slice(1);
  expect(answers.map((answer) => answer.slice(0, 2))).toEqual(lines.map(() => "0\n"));
  const [list, , , machines, looked, , resized] = out.split(/=== 0\n/).slice(1);
  expect(list).toContain("<COMPUTE_COLLECTION>");
  expect(machines?.match(/<LCM_STATE>RUNNING</g)).toHaveLength(3);
  expect(looked).toContain("name='web-2'");
  expect(resized).toContain("<MEMORY>4096</MEMORY>");

  const directory = dirname(/OCCI_CACERT=(\S+)/.exec(guide)?.[1] ?? "");
  expect(existsSync(directory)).toBe(true);
  child.kill("SIGINT");
  expect(await demo.rest()).toEndWith("The demo has stopped; nothing was kept.\n");
  expect(await child.exited).toBe(0);
  expect(existsSync(directory)).toBe(false);
}, 30_000);

test("where its port is taken, the hint names the option of the demo and no configuration", async () => {
  const other = Bun.listen({ hostname: "localhost", port: 0, socket: { data() {} } });
  try {
    const child = Bun.spawn([executable(), "demo", "--port", String(other.port)], { stdout: "ignore", stderr: "pipe" });
    const complaint = await new Response(child.stderr).text();
    expect(await child.exited).toBe(1);
    expect(complaint).toContain(`Another program listens on port ${other.port} of 127.0.0.1.`);
    expect(complaint).toContain("Choose another port: `--port 4568`, or `--port 0` for any free one.");
  } finally {
    other.stop(true);
  }
}, 30_000);
