/** Lines for a reader that is slow, or that reads nothing at all: they are kept up to a limit, and lost ones are counted. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LineWriter } from "./line-writer.ts";

/** What a pipe of the kernel holds (pipe(7)). Bytes. */
const PIPE = 64 * 1024;
const KILOBYTE = `${"x".repeat(1023)}\n`;
const MEGABYTE_LINES = 1024;

let directory: string;
let reader: number;
let writer: LineWriter;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-lines-"));
  const file = join(directory, "pipe");
  Bun.spawnSync(["mkfifo", file]);
  reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  writer = new LineWriter({ file });
});
afterEach(() => {
  closeSync(reader);
  rmSync(directory, { recursive: true });
});

/** Writes at once, as at the end of a turn of the event loop. */
function write(lines: number, line = KILOBYTE): void {
  for (let at = 0; at < lines; at++) writer.write(line);
  writer.flush();
}

/** Reads all that is there now. @returns the lines; of one that is cut off, the part. */
function readLines(): readonly string[] {
  const parts: Buffer[] = [];
  const chunk = Buffer.alloc(PIPE);
  try {
    for (let size = readSync(reader, chunk); size > 0; size = readSync(reader, chunk))
      parts.push(Buffer.from(chunk.subarray(0, size)));
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe("EAGAIN");
  }
  return Buffer.concat(parts)
    .toString()
    .split(/(?<=\n)/);
}

describe("a reader that does not read", () => {
  test("gets later what the pipe does not take now, each line once and whole", () => {
    write(PIPE / 1024 + 100);
    expect([writer.lost, writer.failing]).toEqual([0, false]);
    const lines = [...readLines()];
    writer.flush();
    lines.push(...readLines());
    writer.flush();
    lines.push(...readLines());
    expect(lines.filter((line) => line === KILOBYTE)).toHaveLength(PIPE / 1024 + 100);
    expect(writer.lost).toBe(0);
  });

  test("costs no more memory than a megabyte: lines beyond it are counted as lost", () => {
    write(PIPE / 1024 + MEGABYTE_LINES);
    expect([writer.lost, writer.failing]).toEqual([0, false]);
    write(1);
    expect([writer.lost, writer.failing]).toEqual([MEGABYTE_LINES + 1, true]);
  });

  test("has the lines again that come after it has read", () => {
    write(PIPE / 1024 + MEGABYTE_LINES + 1);
    const { lost } = writer;
    expect(lost).toBeGreaterThan(0);
    readLines();
    write(1, "after\n");
    expect(readLines()).toEqual(["after\n"]);
    expect([writer.lost, writer.failing]).toEqual([lost, false]);
  });

  test("is asked again by itself", async () => {
    write(PIPE / 1024 + 10);
    expect(readLines()).toHaveLength(PIPE / 1024);
    let lines: readonly string[] = [];
    while (lines.length < 10) {
      await Bun.sleep(10);
      lines = readLines();
    }
    expect(lines).toEqual(Array.from({ length: 10 }, () => KILOBYTE));
  });

  test("has lines that are written together at once, with those before them", () => {
    writer.write("before\n");
    writer.together(() => {
      writer.write("one\n");
      expect(readLines()).toEqual([""]);
      writer.write("two\n");
    });
    expect(readLines()).toEqual(["before\n", "one\n", "two\n"]);
  });

  test("has a line alone at the end of the turn, after others were written together, too", async () => {
    writer.together(() => writer.write("one\n"));
    expect(readLines()).toEqual(["one\n"]);
    writer.write("alone\n");
    expect(readLines()).toEqual([""]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(readLines()).toEqual(["alone\n"]);
  });
});
