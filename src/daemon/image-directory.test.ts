import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testConfig } from "../http/testing/config.ts";
import { recordedLog } from "../http/testing/recorded-log.ts";
import { until } from "../testing/until.ts";
import { imageDirectory } from "./image-directory.ts";

let parent = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "occi-image-directory-"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const NEVER = 1_000_000;
const configOf = (imageDir: string) => testConfig(parent, { imageDir, uploadKeep: 1000 });

/** A file that a killed server left there. */
function leave(directory: string): string {
  const file = join(directory, `occi-${"0".repeat(32)}.part`);
  writeFileSync(file, "x");
  utimesSync(file, 1, 1);
  return file;
}

test("leftovers are removed after the start", async () => {
  const log = recordedLog();
  const left = leave(parent);
  imageDirectory(configOf(parent), log, 1);
  expect(existsSync(left)).toBe(true);
  await until(() => !existsSync(left));
  await until(() => log.lines.some((line) => line.includes("removed leftovers of earlier uploads")));
  expect(log.lines.join("")).toContain("files=1");
});

test("an upload does not wait for that: leftovers are removed with it, once", async () => {
  const log = recordedLog();
  const directory = join(parent, "images");
  const staging = imageDirectory(configOf(directory), log, NEVER);
  expect(existsSync(directory)).toBe(false);
  const uploads = await Promise.all([staging.begin(), staging.begin()]);
  expect(readdirSync(directory)).toHaveLength(2);
  for (const upload of uploads) await upload.abort();
  const left = leave(directory);
  await (await staging.begin()).abort();
  expect(existsSync(left)).toBe(true);
  expect(log.lines).toEqual([]);
});

test("a directory that cannot be used is an error in the log, and an upload tries again", async () => {
  const log = recordedLog();
  const staging = imageDirectory(configOf(join(parent, "missing", "images")), log, NEVER);
  expect(await staging.begin().catch(({ code }) => code)).toBe("INTERNAL");
  expect(log.lines).toEqual([
    expect.stringContaining("IMAGE_DIR cannot be used: the server refuses uploads until it can"),
  ]);
  mkdirSync(join(parent, "missing"));
  const upload = await staging.begin();
  expect(upload.size).toBe(0);
  await upload.abort();
});

test("where nothing is left the directory is opened by the first upload, and one that is no directory is an error", async () => {
  const log = recordedLog();
  const file = join(parent, "file");
  writeFileSync(file, "x");
  const missing = join(parent, "images");
  imageDirectory(configOf(missing), log, 1);
  imageDirectory(configOf(file), log, 1);
  await until(() => log.lines.length > 0);
  expect(log.lines).toEqual([expect.stringContaining("is not a directory")]);
  expect(existsSync(missing)).toBe(false);
});
