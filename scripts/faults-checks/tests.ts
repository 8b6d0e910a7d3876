/** Checks that stand among the tests: they are run here once more and counted. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readReports } from "../test-report.ts";
import type { Check } from "./check.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

/** @param pattern of the names of the tests; all of the files without it. @param environment where it does not have its own. */
function tests(
  number: number,
  title: string,
  files: readonly string[],
  pattern?: string,
  environment: Readonly<Record<string, string>> = {},
): Check {
  return {
    number,
    title,
    async run(report) {
      const directory = mkdtempSync(join(tmpdir(), "occi-faults-"));
      const file = join(directory, "junit.xml");
      const args = [
        "test",
        "--reporter=junit",
        `--reporter-outfile=${file}`,
        ...(pattern === undefined ? [] : ["-t", pattern]),
      ];
      try {
        await Bun.spawn([process.execPath, ...args, ...files.map((path) => `./src/${path}`)], {
          cwd: ROOT,
          env: { ...environment, ...process.env },
          stdout: "ignore",
          stderr: "ignore",
        }).exited;
        const { passed, failed } = readReports([readFileSync(file, "utf8")]).counts;
        const ran = passed + failed;
        report("tests-failed", failed, `of ${ran}`, { most: 0 });
        report("tests", ran, "", { least: 1 });
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}

export const testChecks: readonly Check[] = [
  tests(12, "answers cut at every byte", ["opennebula/trouble.test.ts"], "cut at any byte"),
  tests(13, "damaged answers: never a success", [
    "xml/pool.test.ts",
    "xml/hostile.test.ts",
    "opennebula/xmlrpc.test.ts",
  ]),
  tests(15, "what answers is not oned: HTML, redirects, other codings", [
    "opennebula/rpc.test.ts",
    "opennebula/transport.test.ts",
  ]),
  tests(16, "odd answers of oned: errors by a table", ["opennebula/answer-error.test.ts", "http/errors.test.ts"]),
  tests(
    17,
    "connections that end: reads go on, creations are made at most once",
    ["opennebula/trouble.test.ts"],
    "a creation|a read",
  ),
  tests(18, "lists around what oned cannot send, of all kinds", ["http/poisoned.test.ts"]),
  tests(20, "backend failures do not count as failed logins", [
    "http/login-delay.test.ts",
    "http/no-server-fault.test.ts",
  ]),
  tests(21, "a disk that is full after any 64 kB", ["cloud/staging.test.ts"], "64 kB"),
  tests(
    22,
    "a failing disk: directory gone, read-only, errors of the device",
    ["cloud/staging.test.ts"],
    "failing disk|directory|507",
  ),
  tests(23, "the sweep after a sudden end", ["cloud/staging-sweep.test.ts"]),
  tests(24, "SIGTERM with requests in progress", ["http/drain.test.ts", "daemon/lifetime.test.ts"]),
  tests(26, "a faulty configuration at a reload", ["cli/life-cycle.test.ts", "daemon/reload.test.ts"], "reload"),
  tests(28, "faulty certificates at a change", ["certificates/in-use.test.ts"]),
  tests(29, "delays and waits go by the monotonic clock", [
    "http/login-delay.test.ts",
    "http/arrival-guard.test.ts",
    "cloud/follow.test.ts",
  ]),
  tests(32, "a log that cannot be written", ["log/log.test.ts"]),
  tests(33, "anything thrown in any handler", ["http/errors.test.ts"]),
  tests(38, "the HTTP/1 corpus, plain and over TLS", ["http/http1-corpus.test.ts"]),
  tests(40, "any Host, any route", ["http/identity.test.ts", "http/security.test.ts"]),
  tests(41, "encoded paths", ["http/path.test.ts", "http/security.test.ts"]),
  tests(42, "header injection", ["http/security.test.ts"], "header"),
  tests(43, "hostile XML", ["xml/hostile.test.ts"]),
  tests(44, "XML round trips", ["xml/round-trip.test.ts"]),
  tests(45, "bodies cut anywhere, random bytes", ["http/upload.test.ts", "http/multipart.test.ts"]),
  tests(46, "multipart tricks", ["http/multipart.test.ts", "http/part-header.test.ts"]),
  tests(47, "template injection", ["opennebula/template-injection.test.ts", "templates/slots.test.ts"]),
  tests(50, "users against each other's objects", ["http/cross-user.test.ts"]),
  tests(52, "secrets in logs and answers", ["http/secrets.test.ts"]),
  tests(53, "a local user who meddles with the staging directory", ["cloud/staging.test.ts"], "meddles|directory"),
  tests(55, "a hostile working directory, an empty environment", ["cli/executable.test.ts"]),
  tests(56, "TLS versions and ciphers", ["certificates/tls.test.ts"]),
  tests(64, "every operation of the JSON API, random requests", ["http/api/fuzz.test.ts"], undefined, {
    OCCI_FUZZ_CASES: "200",
  }),
];
