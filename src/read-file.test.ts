import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRegular, readSetting } from "./read-file.ts";

let directory: string;
let fifo: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-read-"));
  fifo = join(directory, "fifo");
  Bun.spawnSync(["mkfifo", fifo]);
  mkdirSync(join(directory, "directory"));
  writeFileSync(join(directory, "small"), "päss\n");
  symlinkSync("small", join(directory, "link"));
  symlinkSync("/dev/zero", join(directory, "zero"));
  writeFileSync(join(directory, "large"), "");
  truncateSync(join(directory, "large"), 2 ** 40);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("a regular file is read, nothing else, and at once", () => {
  test.each(["small", "link"])("%s", (name) => {
    expect(readRegular(join(directory, name)).toString()).toBe("päss\n");
  });

  test("an empty one, and /dev/null, are empty", () => {
    expect(readRegular("/dev/null")).toHaveLength(0);
  });

  test("a file of the kernel, which tells no size", () => {
    expect(readRegular("/proc/self/status").toString()).toContain("VmRSS");
  });

  test.each([
    ["/dev/zero", "EINVAL: it is a device, not a file"],
    ["/dev/random", "EINVAL: it is a device, not a file"],
    ["zero", "EINVAL: it is a device, not a file"],
    ["fifo", "EINVAL: it is a pipe, not a file"],
    ["directory", "EISDIR: it is a directory"],
    ["large", "EFBIG: it is larger than 16 MiB"],
    ["missing", "ENOENT"],
    ["small/x", "ENOTDIR"],
  ])("%s is refused: %s", (name, message) => {
    const file = name.startsWith("/") ? name : join(directory, name);
    expect(() => readRegular(file)).toThrow(message);
    expect(() => readRegular(file, { pipes: true })).toThrow(message);
    expect(() => readSetting("SSL_KEY", file)).toThrow(`SSL_KEY: ${file} cannot be read: ${message}`);
  });

  test("up to a size of one's own", () => {
    expect(readRegular(join(directory, "small"), { most: 6 })).toHaveLength(6);
    expect(() => readRegular(join(directory, "small"), { most: 5 })).toThrow("EFBIG: it is larger than 5 bytes");
  });
});

const READ = `
  const { readBytes } = await import(${JSON.stringify(join(import.meta.dir, "read-file.ts"))});
  const [, name, patience] = process.argv;
  try {
    const bytes = readBytes(name === "-" ? 0 : name, "it", { patience: Number(patience) });
    console.log(bytes.length, bytes.toString().slice(0, 9).trim());
  } catch (error) {
    console.log(error.message);
  }`;

/** In a shell; `read NAME PATIENCE` tells what was read. */
async function shell(line: string): Promise<string> {
  const script = `read() { "$BUN" -e "$READ" "$1" "\${2:-5000}"; }\n${line}`;
  const env = { PATH: process.env.PATH, BUN: process.execPath, READ };
  const child = Bun.spawn(["bash", "-c", script], { cwd: directory, env, stdout: "pipe", stderr: "inherit" });
  return (await new Response(child.stdout).text()).trim();
}

describe("where somebody types the name, a pipe is read to its end", () => {
  test.each([
    ["read <(echo hello)", "6 hello"],
    ["read <(echo he; sleep 0.2; echo llo)", "7 he\nllo"],
    ["read <(true)", "0"],
    ["echo hello | read -", "6 hello"],
    ["(echo he; sleep 0.2; echo llo) | read -", "7 he\nllo"],
    ["echo hello | read /dev/stdin", "6 hello"],
    ["read - < small", "6 päss"],
    ["{ builtin read -r line; read -; } < <(printf 'one\\ntwo\\n')", "4 two"],
    ["printf 'one\\ntwo\\n' > two; { builtin read -r line; read -; } < two", "4 two"],
    ["read - < /dev/null", "0"],
  ])("%s", async (line, told) => {
    expect(await shell(line)).toBe(told);
  });

  test.each([
    ["read <(sleep 60) 300", "it cannot be read: ETIMEDOUT: it produced no data for 0.3 s."],
    ["read - 300 < <(sleep 60)", "it cannot be read: ETIMEDOUT: it produced no data for 0.3 s."],
    [
      "read <(while echo x; do sleep 0.02; done) 800",
      "it cannot be read: ETIMEDOUT: it was not read to its end within 8 s.",
    ],
    ["read <(yes)", "it cannot be read: EFBIG: it is larger than 16 MiB."],
    ["yes | read -", "it cannot be read: EFBIG: it is larger than 16 MiB."],
    ["read - < /dev/zero", "it cannot be read: EFBIG: it is larger than 16 MiB."],
    ["read fifo", "it cannot be read: EINVAL: it is a pipe, not a file."],
  ])(
    "%s is given up",
    async (line, told) => {
      expect(await shell(line)).toBe(told);
    },
    // Given up before the writers end by themselves.
    50_000,
  );
});
