/**
 * The clients against OpenNebula's own servers of 2.0 and 4.6: each recorded request that an old command line made is
 * made by ours, and the recorded answer shown as then. `scripts/build` first.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RecordedCase, readRecording } from "../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import { OcciError } from "../errors.ts";
import type { XmlElement } from "../xml/element.ts";
import { readXml } from "../xml/read.ts";

const EXECUTABLE = join(import.meta.dir, "..", "..", "dist", "occi-server");
/** SHA-1 of alicepass, which those servers want. */
const HASHED = `Basic ${Buffer.from(`alice:${new Bun.CryptoHasher("sha1").update("alicepass").digest("hex")}`).toString("base64")}`;

function tryRead(text: string): XmlElement | undefined {
  try {
    return readXml(text);
  } catch (error) {
    if (error instanceof OcciError) return undefined;
    throw error;
  }
}

const child = (root: XmlElement | undefined, name: string) => root?.children.find((element) => element.name === name);
const lastSegment = (href = ""): string => href.split("/").at(-1) ?? "";

interface CommandLine {
  readonly args: readonly string[];
  readonly stdin?: string;
}

/** Words of an action as the command line has them. */
function actionLine(id: string, body: string): readonly string[] | undefined {
  const root = tryRead(body);
  const word = child(root, "PERFORM")?.text.toLowerCase();
  const params = child(root, "PARAMS");
  const target = child(params, "TARGET")?.text;
  const storage = lastSegment(child(params, "STORAGE")?.attributes.href);
  const disk = child(params, "DISK")?.attributes.id ?? "";
  const name = child(params, "NAME")?.text ?? "";
  if (word === "attachdisk" && /^\d+$/.test(storage))
    return [word, id, storage, ...(target ? ["--target", target] : [])];
  if (word === "detachdisk" && /^\d+$/.test(disk)) return [word, id, disk];
  if (word === "clone" && name !== "") return [word, id, name];
  return undefined;
}

/** The command line that makes a recorded request; undefined for what no old command line made. */
function commandLine({ method, path, body }: RecordedCase): CommandLine | undefined {
  const [, kind, id, action, verbose] =
    /^\/(compute|network|storage|instance_type|user)(?:\/(\d+|[a-z]+))?(\/action)?(\?verbose=true)?$/.exec(path) ?? [];
  if (kind === undefined || (id !== undefined && kind !== "instance_type" && !/^\d+$/.test(id))) return undefined;
  const client = kind.replace("_", "-");
  const line = (...words: string[]) => ({ args: [client, ...words] });
  if (method === "GET" && action === undefined) {
    return id === undefined ? line("list", ...(verbose ? ["--verbose"] : [])) : line("show", id);
  }
  if (kind === "instance_type" || kind === "user") return undefined;
  if (method === "DELETE" && id !== undefined) return line("delete", id, "--timeout", "0.001");
  const root = tryRead(body);
  if (method === "POST" && id !== undefined && action !== undefined) {
    const words = actionLine(id, body);
    return words && line(...words);
  }
  if (root === undefined) return undefined;
  if (method === "POST" && id === undefined && kind !== "storage") return { ...line("create", "-"), stdin: body };
  if (method === "PUT" && id !== undefined && child(root, "ID")?.text === id)
    return { ...line("update", "-"), stdin: body };
  return undefined;
}

/** The exit code for a refusal: the words of oned count before the status, which 2.0 chose badly. */
function meantBy({ answer, status }: RecordedCase): number {
  if (/couldn't be authenticated|not authorized to/i.test(answer)) return 4;
  if (/Error getting [\w ]+ \[\d+\]/.test(answer)) return 3;
  return ({ 401: 4, 403: 4, 404: 3 } as Readonly<Record<number, number>>)[status] ?? 1;
}

interface Seen {
  readonly request: string;
  readonly authorization: string | null;
  readonly body: string;
}

describe.each(["2.0", "4.6"] as const)("OpenNebula's server of %s", (version) => {
  let home: string;
  let server: Bun.Server<undefined>;
  let current: RecordedCase | undefined;
  let seen: Seen[] = [];

  beforeAll(() => {
    if (!existsSync(EXECUTABLE)) throw new Error("dist/occi-server is missing: run scripts/build");
    home = mkdtempSync(join(tmpdir(), "occi-recorded-"));
    for (const name of ["compute", "network", "storage", "instance-type", "user"]) {
      symlinkSync(EXECUTABLE, join(home, `occi-${name}`));
    }
    writeFileSync(join(home, "one_auth"), "alice:alicepass\n", { mode: 0o600 });
    server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      async fetch(request) {
        const { pathname, search } = new URL(request.url);
        const authorization = request.headers.get("authorization");
        seen.push({ request: `${request.method} ${pathname}${search}`, authorization, body: await request.text() });
        if (current === undefined || seen.length > 1) return new Response("", { status: 404 });
        const headers = current.type === null ? {} : { "Content-Type": current.type };
        return new Response(current.status === 204 ? null : current.answer, { status: current.status, headers });
      },
    });
  });
  afterAll(async () => {
    await server.stop(true);
    rmSync(home, { recursive: true, force: true });
  });

  async function run(recorded: RecordedCase, { args, stdin = "" }: CommandLine) {
    current = recorded;
    seen = [];
    const [client = "", ...rest] = args;
    const child = Bun.spawn([join(home, `occi-${client}`), ...rest, "--hash"], {
      env: { OCCI_URL: server.url.origin, ONE_AUTH: join(home, "one_auth"), HOME: home },
      stdin: new Blob([stdin]),
      stdout: "pipe",
      stderr: "pipe",
    });
    const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    return { code: await child.exited, out, err };
  }

  const lines = readRecording(version).cases.flatMap((recorded) => {
    const line = commandLine(recorded);
    return line === undefined ? [] : [{ recorded, line, what: `${recorded.name}: occi-${line.args.join(" ")}` }];
  });
  const done = lines.filter(({ recorded }) => recorded.status < 300);
  const failed = lines.filter(({ recorded }) => recorded.status >= 400);

  test("most of what was recorded can be said on a command line", () => {
    expect(done.length).toBeGreaterThan(version === "2.0" ? 90 : 100);
    expect(failed.length).toBeGreaterThan(20);
  });

  test.each(done)(
    "$what",
    async ({ recorded, line }) => {
      const { code, out, err } = await run(recorded, line);
      const [request] = seen;
      expect(seen).toHaveLength(1);
      expect(request?.request).toBe(`${recorded.method} ${recorded.path}`);
      expect(request?.authorization).toBe(HASHED);
      if (line.stdin !== undefined) expect(request?.body).toBe(line.stdin);
      const answer = tryRead(recorded.answer);
      if (recorded.method === "DELETE") expect(out).toBe("");
      else if (answer !== undefined) expect(readXml(out)).toEqual(answer);
      // Names with & made those servers' answers ill-formed: they are shown as they came.
      else expect(out.trimEnd()).toBe(recorded.answer.trimEnd());
      expect(err).toBe("");
      expect(code).toBe(0);
    },
    20_000,
  );

  test.each(failed)(
    "a refusal: $what",
    async ({ recorded, line }) => {
      const { code, out, err } = await run(recorded, line);
      expect(seen[0]?.request).toBe(`${recorded.method} ${recorded.path}`);
      expect(out).toBe("");
      expect(err).toStartWith(`occi-${line.args[0]}: `);
      expect(err.trimEnd().split("\n").length).toBeLessThanOrEqual(3);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would act on
      expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      // 1: too old for that.
      expect([meantBy(recorded), 1]).toContain(code);
    },
    20_000,
  );
});
