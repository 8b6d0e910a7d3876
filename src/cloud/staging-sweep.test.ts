import { afterEach, beforeEach, expect, test } from "bun:test";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sweepStaging } from "./staging-sweep.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 25);
const name = (digit: string, end = "") => `occi-${digit.repeat(32)}${end}`;
let directory: string;

beforeEach(async () => {
  directory = await fs.mkdtemp(join(tmpdir(), "sweep-"));
});
afterEach(() => fs.rm(directory, { recursive: true, force: true }));

async function file(called: string, ageMs: number): Promise<string> {
  const path = join(directory, called);
  await fs.writeFile(path, "image");
  await fs.utimes(path, new Date(NOW - ageMs), new Date(NOW - ageMs));
  return path;
}

const sweep = (proc?: string) =>
  sweepStaging({ directory, keepMs: 24 * HOUR, now: NOW, ...(proc !== undefined && { proc }) });

test("what is older than UPLOAD_KEEP goes, what is younger stays", async () => {
  await file(name("a"), 25 * HOUR);
  await file(name("b", ".part"), 25 * HOUR);
  await file(name("c"), 23 * HOUR);
  await file(name("d", ".part"), 23 * HOUR);
  expect(await sweep()).toBe(2);
  expect((await fs.readdir(directory)).sort()).toEqual([name("c"), name("d", ".part")]);
});

test("what some process has open stays, however old", async () => {
  const path = await file(name("a"), 100 * HOUR);
  const reader = await fs.open(path);
  expect(await sweep()).toBe(0);
  await reader.close();
  expect(await sweep()).toBe(1);
});

test("only files with names of ours go", async () => {
  for (const other of ["image.qcow2", "occi-1.part", name("A"), name("a", ".bak"), `x${name("a")}`]) {
    await file(other, 100 * HOUR);
  }
  await fs.mkdir(join(directory, name("b")));
  await fs.symlink("/etc/hostname", join(directory, name("c")));
  await fs.utimes(join(directory, name("b")), 1, 1);
  await fs.lutimes(join(directory, name("c")), 1, 1);
  expect(await sweep()).toBe(0);
  expect(await fs.readdir(directory)).toHaveLength(7);
});

test("processes that end or are not ours do not stop it", async () => {
  await file(name("a"), 100 * HOUR);
  const proc = await fs.mkdtemp(join(tmpdir(), "proc-"));
  await fs.mkdir(join(proc, "1", "fd"), { recursive: true });
  await fs.symlink("pipe:[1]", join(proc, "1", "fd", "0"));
  await fs.writeFile(join(proc, "1", "fd", "1"), ""); // no link: readlink fails, as for a descriptor just closed
  await fs.mkdir(join(proc, "2")); // its fd cannot be listed
  await fs.mkdir(join(proc, "self"));
  expect(await sweep(proc)).toBe(1);
  await fs.rm(proc, { recursive: true });
});

test("the descriptors of any process count", async () => {
  await file(name("a"), 100 * HOUR);
  await file(name("b"), 100 * HOUR);
  const proc = await fs.mkdtemp(join(tmpdir(), "proc-"));
  await fs.mkdir(join(proc, "77", "fd"), { recursive: true });
  await fs.symlink(`/mnt/elsewhere/${name("a")}`, join(proc, "77", "fd", "3"));
  expect(await sweep(proc)).toBe(1);
  expect(await fs.readdir(directory)).toEqual([name("a")]);
  await fs.rm(proc, { recursive: true });
});
