import { afterEach, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { demoGuide, demoSteps } from "./demo-guide.ts";

const FACTS = {
  base: "https://localhost:4567",
  certificate: "/tmp/occi-demo-x/self-signed.crt",
  network: 2,
  storage: 3,
  compute: 3,
};

test("the guide names users, passwords and every step", () => {
  const text = demoGuide(FACTS);
  expect(text).toMatchSnapshot();
  for (const { what, command } of demoSteps(FACTS)) expect(text).toContain(`# ${what}\n${command}\n`);
});

const children: Bun.Subprocess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** The demo with a stand-in that takes no time between states. @returns its text when it is ready. */
async function startDemo() {
  const code = `
    import { runDemo } from ${JSON.stringify(join(import.meta.dir, "demo.ts"))};
    await runDemo(0, { stepMs: 0 });
    process.exit(0);`;
  const child = Bun.spawn([process.execPath, "-e", code], { stdout: "pipe", stderr: "pipe" });
  children.push(child);
  const reader = child.stdout.getReader();
  let guide = "";
  while (!guide.includes("Ctrl-C ends the demo.")) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`ended early: ${guide}${await new Response(child.stderr).text()}`);
    guide += Buffer.from(value).toString();
  }
  return { child, reader, guide };
}

test("the printed lines work as printed, and Ctrl-C leaves nothing behind", async () => {
  const { child, reader, guide } = await startDemo();
  const lines = guide.split("\n");
  const answers: string[] = [];
  for (const [index, what] of lines.entries()) {
    if (!what.startsWith("# ")) continue;
    const shell = Bun.spawn(["bash", "-c", lines[index + 1] ?? ""], { stdout: "pipe", stderr: "pipe" });
    const [out, err, code] = await Promise.all([
      new Response(shell.stdout).text(),
      new Response(shell.stderr).text(),
      shell.exited,
    ]);
    expect([what, err, code]).toEqual([what, "", 0]);
    answers.push(out);
  }
  const id = (text = ""): string | undefined => /<ID>(\d+)<\/ID>/.exec(text)?.[1];
  const [list, network, storage, compute, running, stopped, halted, resumed, again, deleted] = answers;
  expect(list).toStartWith("<COMPUTE_COLLECTION>");
  expect(network).toContain("<NAME>blue</NAME>");
  expect(storage).toContain("<SIZE>8</SIZE>");
  expect(compute).toContain(`/storage/${id(storage)}" name="disk"/>`);
  expect(compute).toContain(`/network/${id(network)}" name="blue"/>`);
  for (const text of [running, stopped, halted, resumed, again]) expect(id(text)).toBe(id(compute) as string);
  expect(halted).toContain("<STATE>STOPPED</STATE>");
  expect(again).toContain("<LCM_STATE>RUNNING</LCM_STATE>");
  expect(deleted).toBe("\n");

  const directory = dirname(/--cacert (\S+)/.exec(guide)?.[1] ?? "");
  expect(existsSync(directory)).toBe(true);
  child.kill("SIGINT");
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read())
    rest += Buffer.from(part.value).toString();
  expect(rest).toEndWith("The demo has ended; nothing was kept.\n");
  expect(await child.exited).toBe(0);
  expect(existsSync(directory)).toBe(false);
}, 30_000);
