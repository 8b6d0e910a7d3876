/** What the packages are made of. `scripts/package-test` installs them. */
import { expect, test } from "bun:test";
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLIENT_NAMES } from "./cli/clients.ts";
import { nonEmpty } from "./testing/non-empty.ts";

const REPOSITORY = join(import.meta.dir, "..");
const read = (path: string): string => readFileSync(join(REPOSITORY, path), "utf8");
const files = read("scripts/packaging/files")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(/\s+/));

test("all that etc/ has for an installation is installed, and nothing that is not there", () => {
  for (const [source = ""] of nonEmpty(files)) expect(existsSync(join(REPOSITORY, source))).toBe(true);
  const installed = files.map(([source]) => source);
  const present = [...new Bun.Glob("etc/**").scanSync(REPOSITORY)];
  expect(present.filter((path) => !installed.includes(path))).toEqual([]);
});

test("what is in /etc is the administrator's: it is kept by an upgrade", () => {
  for (const [, target = "", kind] of nonEmpty(files)) expect(kind === "conf").toBe(target.startsWith("etc/"));
});

test.each(["preinst", "postinst", "prerm", "postrm"])("%s is shell that can be read", (name) => {
  const text = read(`scripts/packaging/debian/${name}`).replace("@CPU@", read("scripts/packaging/cpu.sh"));
  expect(text).toStartWith("#!/bin/sh\nset -e\n");
  const { exitCode, stderr } = Bun.spawnSync(["sh", "-n"], { stdin: Buffer.from(text) });
  expect(`${exitCode} ${stderr}`).toBe("0 ");
});

test("the clients are installed under their names", () => {
  const script = read("scripts/package");
  const [, code = ""] = /^names=\$\("\$bun" -e '([^']+)'\)$/m.exec(script) ?? [];
  const { stdout } = Bun.spawnSync([process.execPath, "-e", code], { cwd: REPOSITORY });
  expect(String(stdout).trim().split("\n")).toEqual([...CLIENT_NAMES]);
  expect(script).toMatch(/^ {2}for name in .+ ln -s occi-server "\$1\/usr\/bin\/\$name"; done$/m);
});

/** Runs the check as on a machine of that kind with those flags. */
function checkCpu(machine: string, cpuinfo: string): { code: number; text: string } {
  const script = `${read("scripts/packaging/cpu.sh")
    .replaceAll("/proc/cpuinfo", "/dev/stdin")
    .replace(/\[ -r [^ ]* \]/, "true")}
uname() { echo ${machine}; }
cpuinfo=$(cat)
grep() { printf '%s\\n' "$cpuinfo" | command grep "$1" "$2"; }
check_cpu`;
  const { exitCode, stderr } = Bun.spawnSync(["sh", "-c", script], { stdin: Buffer.from(cpuinfo) });
  return { code: exitCode, text: String(stderr) };
}

test("a CPU that cannot run the program is told before anything is installed", () => {
  const refused = checkCpu("x86_64", "flags\t\t: fpu sse sse2 ssse3\n");
  expect(refused.code).toBe(1);
  expect(refused.text).toContain("needs SSE4.2");
  expect(refused.text).toContain("host-passthrough");
});

test.each([
  ["x86_64", "flags\t\t: fpu sse4_1 sse4_2 popcnt\n"],
  ["x86_64", "nothing that is known\n"],
  ["aarch64", "Features\t: fp asimd\n"],
])("%s is installed on with %p", (machine, cpuinfo) => {
  expect(checkCpu(machine, cpuinfo)).toEqual({ code: 0, text: "" });
});

test("the archive installs every file, and takes them away with their directories", () => {
  const work = mkdtempSync(join(tmpdir(), "occi-archive-"));
  try {
    for (const [source = "", target = ""] of files) cpSync(join(REPOSITORY, source), join(work, "root", target));
    const conffiles = files.flatMap(([, target = "", kind]) => (kind === "conf" ? [`${target}\n`] : []));
    writeFileSync(join(work, "conffiles"), conffiles.join(""));
    writeFileSync(join(work, "install"), read("scripts/packaging/install").replace("@CPU@", "check_cpu() { :; }"));
    chmodSync(join(work, "install"), 0o755);
    const below = join(work, "below");
    const run = (...args: string[]) =>
      Bun.spawnSync([join(work, "install"), ...args], { env: { ...process.env, DESTDIR: below } }).exitCode;
    expect(run("--no-start")).toBe(0);
    expect(files.filter(([, target = ""]) => !existsSync(join(below, target)))).toEqual([]);
    expect(run("--uninstall", "--purge")).toBe(0);
    const left = [...new Bun.Glob("**").scanSync({ cwd: below, dot: true })];
    expect(left).toEqual([]);
    expect(readdirSync(join(below, "usr/share/doc"))).toEqual([]);
  } finally {
    rmSync(work, { recursive: true });
  }
});

test("the release notes begin with the version that is built", () => {
  const [, newest = ""] = /^## (\S+)$/m.exec(read("etc/manual/release-notes.md")) ?? [];
  expect(newest).toBe((JSON.parse(read("package.json")) as { version: string }).version);
});
