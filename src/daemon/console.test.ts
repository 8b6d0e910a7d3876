/** The logo of the site: which files are one. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LARGEST_LOGO } from "../http/console/site.ts";
import { testConfig } from "../http/testing/config.ts";
import { consoleParts, readLogo } from "./console.ts";

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-logo-"));
  file = join(directory, "logo");
});
afterEach(() => rmSync(directory, { recursive: true }));

test("a picture that browsers show is taken with its type, up to the largest", () => {
  const bytes = Buffer.concat([PNG, Buffer.alloc(LARGEST_LOGO - PNG.length)]);
  writeFileSync(file, bytes);
  const logo = readLogo(file);
  expect(logo.type).toBe("image/png");
  expect(Buffer.from(logo.bytes).equals(bytes)).toBe(true);
});

test.each([
  ["larger than that", Buffer.concat([PNG, Buffer.alloc(LARGEST_LOGO - PNG.length + 1)]), "is larger than 256 KiB."],
  ["something else", Buffer.from("no picture"), "is not an SVG, PNG, JPEG or WebP."],
])("one that is %s is refused", (_, bytes, reason) => {
  writeFileSync(file, bytes);
  expect(() => readLogo(file)).toThrow(`CONSOLE_LOGO: ${file} ${reason}`);
});

test("one that is missing is named", () => {
  expect(() => readLogo(file)).toThrow(`CONSOLE_LOGO: ${file} cannot be read:`);
});

test("a console has it when it is on, and when there is one", async () => {
  writeFileSync(file, PNG);
  const partsOf = (console: "on" | "off", consoleLogo?: string) =>
    consoleParts({ ...testConfig(directory), console, consoleLogo });
  expect((await partsOf("on", file)).logo?.type).toBe("image/png");
  expect("logo" in (await partsOf("off", file))).toBe(false);
  expect("logo" in (await partsOf("on"))).toBe(false);
});
