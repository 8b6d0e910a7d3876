/** occi-server.conf(5). */
import { describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../config/load.ts";
import { OPTION_NAMES } from "../config/options.ts";
import { configManual } from "./config-manual.ts";
import { printOrWrite } from "./manpage.ts";
import { allPrograms } from "./programs.ts";

const page = configManual({ version: "1.2.3", date: "2026-11-25" });

describe("occi-server.conf(5)", () => {
  test("has every option, in the order of the sample", () => {
    const titles = [...page.matchAll(/^\.TP\n\\fB([A-Z0-9_]+)\\fR=/gm)].map(([, name]) => name);
    expect(titles).toEqual([...OPTION_NAMES]);
  });

  test("has no line that troff takes for a request, but the macros of man(7)", () => {
    const requests = page.split("\n").filter((line) => /^[.']/.test(line));
    expect(requests.filter((line) => !/^\.(TH|SH|SS|PP|TP|br|nf|fi|nh|ad)\b/.test(line))).toEqual([]);
  });

  test("its example is a configuration without a fault of its own", () => {
    const [, example = ""] = /\.SH EXAMPLE\n\.nf\n([\s\S]*?)\n\.fi/.exec(page) ?? [];
    const directory = mkdtempSync(join(tmpdir(), "occi-example-"));
    try {
      const file = join(directory, "occi-server.conf");
      writeFileSync(file, `${example.replaceAll("\\-", "-").replace(/^SSL_.*$/gm, "")}\n`);
      const { faults } = loadConfig({ file });
      expect(faults.filter(({ severity }) => severity === "error")).toEqual([]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test.skipIf(Bun.which("man") === null)("is set at 80 columns without a warning", () => {
    const { stderr, stdout } = Bun.spawnSync(["man", "--warnings", "-l", "-"], {
      stdin: Buffer.from(page),
      env: { ...process.env, MANWIDTH: "80", LC_ALL: "C.UTF-8" },
    });
    expect(stderr.toString()).toBe("");
    expect(stdout.toString()).toContain("NETWORK_FROM");
  });
});

test("manpage --directory writes it into man5; man 8 refers to it", async () => {
  const directory = mkdtempSync(join(tmpdir(), "occi-man-"));
  try {
    expect(printOrWrite(await allPrograms(), { options: { directory: [directory] }, words: [] })).toBe(0);
    expect(readdirSync(directory).toSorted()).toEqual(["man1", "man5", "man8"]);
    expect(existsSync(join(directory, "man5/occi-server.conf.5"))).toBe(true);
    expect(readFileSync(join(directory, "man8/occi-server.8"), "utf8")).toContain("\\fBocci\\-server.conf\\fR(5)");
    expect(readFileSync(join(directory, "man1/occi-compute.1"), "utf8")).not.toContain("server.conf");
  } finally {
    rmSync(directory, { recursive: true });
  }
});
