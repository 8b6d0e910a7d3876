/** A server as a process of its own, with a program of the test's in its place: what it is given, and what is made of its end. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-launch-child-"));
  writeFileSync(
    join(directory, "main.ts"),
    `import { writeFileSync } from "node:fs";
     import { announceReady, launch } from ${JSON.stringify(join(import.meta.dir, "launch.ts"))};
     const [, , command, options] = process.argv;
     if (command === "launch") {
       const outcome = await launch(JSON.parse(options)).catch(({ code, message, hint }) => ({ code, message, hint }));
       console.log(JSON.stringify(outcome));
     } else {
       const words = process.argv.slice(2);
       const log = words[words.indexOf("--log-file") + 1];
       const stat = (await Bun.file("/proc/self/stat").text()).replace(/.*\\) /, "").split(" ");
       writeFileSync(log + ".seen", JSON.stringify({
         words,
         name: (await Bun.file("/proc/self/cmdline").text()).split("\\0")[0],
         directory: process.cwd(),
         variables: Object.keys(process.env).filter((name) => /^(HANDED|KEPT|OCCI)/.test(name)),
         leads: Number(stat[2]) === process.pid,
         input: await Bun.stdin.text(),
       }));
       if (process.env.HANDED === "fails") {
         process.stderr.write("occi-server: It cannot.\\n");
         process.exit(1);
       }
       announceReady({ url: "https://here", fingerprint: "AB" }, log);
       console.log("running");
     }`,
  );
});
afterAll(() => rmSync(directory, { recursive: true }));

async function launched(name: string, handed: string, options: object) {
  const logFile = join(directory, `${name}.log`);
  const command = ["launch", JSON.stringify({ logFile, variables: ["HANDED"], ...options })];
  const child = Bun.spawn([process.execPath, join(directory, "main.ts"), ...command], {
    env: { ...process.env, HANDED: handed, KEPT: "1" },
    stdin: new Blob(["typed"]),
    stdout: "pipe",
    stderr: "inherit",
  });
  const outcome = JSON.parse(await new Response(child.stdout).text());
  expect(await child.exited).toBe(0);
  return { outcome, logFile, seen: JSON.parse(readFileSync(`${logFile}.seen`, "utf8")) };
}

describe("a server is launched", () => {
  test("as a process of its own, with its configuration, its log, and no more of the environment than it needs", async () => {
    const { outcome, logFile, seen } = await launched("good", "1", { configFile: "/etc/x.conf" });
    expect(outcome).toEqual({ url: "https://here", fingerprint: "AB", pid: expect.any(Number) });
    expect(outcome.pid).not.toBe(process.pid);
    expect(seen).toEqual({
      words: ["run", "--log-file", logFile, "--config", "/etc/x.conf"],
      name: "occi-server",
      directory: "/",
      variables: expect.arrayContaining(["HANDED", "OCCI_SERVER_HANDSHAKE"]),
      leads: true,
      input: "",
    });
    expect(seen.variables).toHaveLength(2);
  });

  test("without a configuration file where none is named", async () => {
    const { logFile, seen } = await launched("plain", "1", {});
    expect(seen.words).toEqual(["run", "--log-file", logFile]);
  });

  test("and where it does not come to listen, its own words say why", async () => {
    const { outcome, logFile } = await launched("bad", "fails", {});
    expect(outcome).toEqual({ code: "SETUP_FAULT", message: "It cannot.", hint: `The log is ${logFile}.` });
  });
});
