/**
 * Golden files: a configuration, a line `----`, then what `check` says of it and the values that differ from the
 * defaults (or "no configuration" when there is an error). `UPDATE_GOLDEN=1` writes the second part anew: read it then.
 */
import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nonEmpty } from "../testing/non-empty.ts";
import type { Config } from "./config.ts";
import { parseConfig } from "./load.ts";
import { renderReport } from "./report.ts";

const DIRECTORY = join(import.meta.dir, "golden");
const SEPARATOR = "\n----\n";
const ENVIRONMENT = { HOME: "/home/oneadmin", CLOUD: "cloud.example.org", EMPTY: "" };

function outcome(input: string): string {
  const { config, faults } = parseConfig(input, "/srv/one.conf", ENVIRONMENT);
  return renderReport(faults) + (config === undefined ? "no configuration" : differences(config));
}

function differences(config: Config): string {
  const defaults = parseConfig("", "/srv/one.conf", ENVIRONMENT).config as Config;
  return (Object.keys(config) as (keyof Config)[])
    .filter((key) => !Bun.deepEquals(config[key], defaults[key]))
    .map((key) => `${key}: ${JSON.stringify(config[key])}`)
    .join("\n");
}

const files = readdirSync(DIRECTORY).toSorted();

test("there are golden files", () => {
  expect(files.length).toBeGreaterThan(90);
});

describe("configurations", () => {
  for (const file of nonEmpty(files)) {
    test(file.replace(/\.txt$/, ""), () => {
      const path = join(DIRECTORY, file);
      const [input = "", expected] = readFileSync(path, "utf8").split(SEPARATOR);
      const actual = `${outcome(input).trimEnd()}\n`;
      if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, `${input}${SEPARATOR}${actual}`);
      else expect(actual).toBe(expected ?? "");
    });
  }
});
