/** The process id in a file: what is read as one, and which files can hold it. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { closeSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPidFile, pidIn, pidNamedBy, unusable, writePid } from "./pid-file.ts";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-pid-"));
  file = join(directory, "occi-server.pid");
});
afterEach(() => rmSync(directory, { recursive: true }));

/** What is read of a text in the file: by its name, and by a descriptor. */
function read(text: string): (number | undefined)[] {
  writeFileSync(file, text);
  const fd = openPidFile(file);
  try {
    return [pidNamedBy(file), pidIn(fd)];
  } finally {
    closeSync(fd);
  }
}

describe("the process id", () => {
  test.each([
    ["1234\n", 1234],
    ["1", 1],
    ["4194304  \n\n", 4194304],
    ["1234567890\n", 1234567890],
  ])("in %j is %d", (text, pid) => {
    expect(read(text)).toEqual([pid, pid]);
  });

  test.each(["", "\n", "0\n", "01\n", "-1\n", " 1\n", "1 2\n", "x1\n", "1x\n", "12345678901\n", "1.5\n"])(
    "is not in %j",
    (text) => {
      expect(read(text)).toEqual([undefined, undefined]);
    },
  );

  test("is not in a file that is missing, nor in one that is longer than any", () => {
    expect(pidNamedBy(file)).toBeUndefined();
    writeFileSync(file, `1${" ".repeat(32)}`);
    expect(pidNamedBy(file)).toBeUndefined();
    writeFileSync(file, `1${" ".repeat(31)}`);
    expect(pidNamedBy(file)).toBe(1);
  });

  test("takes the place of what was in the file", () => {
    writeFileSync(file, "something that is longer than a number");
    const fd = openPidFile(file);
    writePid(fd);
    writePid(fd);
    expect(readFileSync(file, "utf8")).toBe(`${process.pid}\n`);
    expect(pidIn(fd)).toBe(process.pid);
    closeSync(fd);
  });
});

describe("the file", () => {
  test("is made where it is missing, for everybody to read", () => {
    closeSync(openPidFile(file));
    expect(statSync(file).mode & 0o777).toBe(0o644);
  });

  test("keeps what is in it until it is written", () => {
    writeFileSync(file, "7\n");
    closeSync(openPidFile(file));
    expect(readFileSync(file, "utf8")).toBe("7\n");
  });

  test("is not a link, a pipe or a directory", () => {
    const [link, pipe] = [join(directory, "link"), join(directory, "pipe")];
    writeFileSync(file, "");
    symlinkSync(file, link);
    mkdirSync(join(directory, "directory"));
    Bun.spawnSync(["mkfifo", pipe]);
    expect(() => openPidFile(link)).toThrow(`${link} cannot be used: ELOOP`);
    expect(() => openPidFile(pipe)).toThrow(`${pipe} cannot be used: it is not a file.`);
    expect(() => openPidFile(join(directory, "directory"))).toThrow("cannot be used: EISDIR");
  });

  test("in a directory that is missing says so", () => {
    expect(() => openPidFile(join(directory, "missing", "x.pid"))).toThrow(
      `The directory ${join(directory, "missing")} of the pid file does not exist.`,
    );
  });

  test("that cannot be used is told with what to do", () => {
    const missing = Object.assign(new Error("no"), { code: "ENOENT" });
    expect(unusable("/run/one/x.pid", missing)).toMatchObject({
      code: "SETUP_FAULT",
      hint: "Make it for the user of the server (`install -d -o oneadmin /run/one`), or set ONE_LOCATION.",
    });
    expect(unusable("/run/one/x.pid", missing).cause).toBe(missing);
    const denied = Object.assign(new Error("denied"), { code: "EACCES" });
    expect(unusable("/run/one/x.pid", denied)).toMatchObject({
      code: "SETUP_FAULT",
      message: "/run/one/x.pid cannot be used: denied.",
      hint: "Run this as the user of the server (oneadmin).",
    });
    expect(unusable("/run/one/x.pid", denied).cause).toBe(denied);
  });
});
