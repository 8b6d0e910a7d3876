import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemplateFiles } from "./files.ts";

let location: string;
beforeEach(() => {
  location = mkdtempSync(join(tmpdir(), "occi-files-"));
});
afterEach(() => rmSync(location, { recursive: true, force: true }));

test("a file that changed between two readings has changed since the first of them", () => {
  writeFileSync(join(location, "small.eta"), "CPU = 1\n");
  const files = new TemplateFiles(location, new Map());
  expect(files.find("small.eta")?.text).toBe("CPU = 1\n");
  writeFileSync(join(location, "small.eta"), "CPU = 1000\n");
  // By its old name it is the same file, which is read for that name now.
  expect(files.find("small.erb")?.text).toBe("CPU = 1000\n");
  const { read, now } = files.state();
  expect(now()).not.toBe(read);
});
