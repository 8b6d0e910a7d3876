/** The filter in etc/ finds the address in the lines that a refused login leaves, and in no other. */
import { describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { anyCharacter } from "../testing/any-character.ts";
import { createLog } from "./log.ts";

const FILTER = join(import.meta.dir, "..", "..", "etc", "fail2ban-occi-server.conf");

/** The expressions, with what fail2ban puts in the place of its own words. */
const EXPRESSIONS: readonly RegExp[] = (
  /^failregex = ((?:.+\n)(?: +.+\n)*)/m.exec(readFileSync(FILTER, "utf8"))?.[1] ?? ""
)
  .trim()
  .split(/\n\s*/)
  .map((text) => new RegExp(text.replace("<HOST>", "(?:::f{4,6}:)?([0-9a-f:.]+)")));
const DATE = /^(?:\{"time":")?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/;

/** As fail2ban does: it takes the date out of a line first, and skips lines without one. */
function banned(line: string): string | undefined {
  if (!DATE.test(line)) return undefined;
  const rest = line.replace(DATE, "");
  return EXPRESSIONS.map((expression) => expression.exec(rest)?.[1]).find((host) => host !== undefined);
}

type Format = "text" | "common" | "json";

function linesOf(format: Format, logins: readonly { readonly client: string; readonly user: string }[]): string[] {
  const directory = mkdtempSync(join(tmpdir(), "occi-fail2ban-"));
  try {
    const file = join(directory, "log");
    const log = createLog({ level: "info", format, destination: { file } });
    for (const { client, user } of logins) {
      log.warning("login refused", { client, user, request: "ab12" });
      log.access({ client, user, method: "GET", path: `/${user}`, status: 401, milliseconds: 1, requestId: "ab12" });
      log.audit({ client, user, action: user, kind: "compute", outcome: user, status: 403, requestId: "ab12" });
      log.info("another", { cause: user });
    }
    log.close();
    return readFileSync(file, "utf8").split("\n").slice(0, -1);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const LOGINS = [
  { client: "192.0.2.1", user: "alice" },
  { client: "2001:db8::1", user: 'client=6.6.6.6"' },
  { client: "::ffff:192.0.2.2", user: "warning" },
];

describe.each(["text", "common", "json"] as const)("LOG_FORMAT=%s", (format) => {
  test("every refused login, once", () => {
    const found = linesOf(format, LOGINS).flatMap((line) => banned(line) ?? []);
    expect(found).toEqual(["192.0.2.1", "2001:db8::1", "192.0.2.2"]);
  });

  test("no name that somebody invents brings another address in", () => {
    const hostile = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 80 }),
      fc.constantFrom(
        "x\n2026-11-25T04:05:06.789Z warning login refused client=6.6.6.6 user=x",
        'x","level":"warning","message":"login refused","client":"6.6.6.6","',
        "a b: 2026Z warning login refused client=6.6.6.6 user=",
        "warning login refused client=6.6.6.6 user=",
      ),
    );
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 20 }), (users) => {
        const found = linesOf(
          format,
          users.map((user) => ({ client: "192.0.2.1", user })),
        ).flatMap((line) => banned(line) ?? []);
        expect(found).toEqual(users.map(() => "192.0.2.1"));
      }),
      { numRuns: 50 },
    );
  });
});

test("a line of the journal is found as well", () => {
  const [line = ""] = linesOf("text", LOGINS);
  const [date = ""] = DATE.exec(line) ?? [];
  expect(banned(`${date} cloud occi-server[123]: ${line}`)).toBe("192.0.2.1");
});

const INSTALLED = Bun.which("fail2ban-regex");

test.skipIf(INSTALLED === null)("fail2ban itself says the same", () => {
  const lines = (["text", "common", "json"] as const).flatMap((format) => linesOf(format, LOGINS));
  const directory = mkdtempSync(join(tmpdir(), "occi-fail2ban-"));
  const file = join(directory, "all.log");
  writeFileSync(file, `${lines.join("\n")}\n`);
  const { stdout } = Bun.spawnSync([String(INSTALLED), "-v", file, FILTER]);
  rmSync(directory, { recursive: true, force: true });
  expect(stdout.toString()).toContain("Failregex: 9 total");
  expect(stdout.toString()).not.toContain("6.6.6.6");
});
