/**
 * The clients against OpenNebula's own servers of 2.0 and 4.6: each recorded request that an old command line made is
 * made by ours, and the recorded answer shown as then. The first of each kind is made by the executable (`scripts/build`
 * first), the others by the same code in one process, which starts only once.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type RecordedCase, readRecording } from "../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import { OcciError } from "../errors.ts";
import type { XmlElement } from "../xml/element.ts";
import { readXml } from "../xml/read.ts";
import { Clients } from "./testing/clients.ts";
import { OneProcess } from "./testing/one-process.ts";

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
  if (/Error getting [\w ]+ \[\d+\]|Image with ID: \d+ does not exist/.test(answer)) return 3;
  return ({ 401: 4, 403: 4, 404: 3 } as Readonly<Record<number, number>>)[status] ?? 1;
}

interface Line {
  readonly recorded: RecordedCase;
  readonly line: CommandLine;
  /** Whether a process of its own runs it. */
  readonly executed: boolean;
  readonly what: string;
}

interface Seen {
  readonly request: string;
  readonly authorization: string | null;
  readonly body: string;
}

describe.each(["2.0", "4.6"] as const)("OpenNebula's server of %s", (version) => {
  let clients: Clients;
  let process: OneProcess;
  let server: Bun.Server<undefined>;
  let current: RecordedCase | undefined;
  let seen: Seen[] = [];

  beforeAll(() => {
    clients = new Clients();
    server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      async fetch(request) {
        const { pathname, search } = new URL(request.url);
        const authorization = request.headers.get("authorization");
        seen.push({ request: `${request.method} ${pathname}${search}`, authorization, body: await request.text() });
        // What the commands ask besides is whether an image or a network that was named is there: 999 never was.
        const isMissing = /\/(?:storage|network)\/999$/.test(pathname) || !/\/\d+$/.test(pathname);
        if (current === undefined || seen.length > 1) return new Response("", { status: isMissing ? 404 : 500 });
        const headers = current.type === null ? {} : { "Content-Type": current.type };
        return new Response(current.status === 204 ? null : current.answer, { status: current.status, headers });
      },
    });
    clients.url = server.url.origin;
    process = new OneProcess(clients);
  });
  afterAll(async () => {
    await server.stop(true);
    await process.stop();
    clients.remove();
  });

  async function run({ recorded, line: { args, stdin = "" }, executed }: Line) {
    current = recorded;
    seen = [];
    const [client = "", ...rest] = args;
    const line = [`occi-${client}`, ...rest, "--hash"];
    return executed ? await clients.run(line, { stdin }) : await process.run(line, stdin);
  }

  const kinds = new Set<string>();
  const lines = readRecording(version).cases.flatMap((recorded): readonly Line[] => {
    const line = commandLine(recorded);
    if (line === undefined) return [];
    // A client, a command, and an answer that succeeds or fails.
    const kind = `${line.args[0]} ${line.args[1]} ${recorded.status < 300}`;
    const executed = !kinds.has(kind);
    kinds.add(kind);
    return [{ recorded, line, executed, what: `${recorded.name}: occi-${line.args.join(" ")}` }];
  });
  const done = lines.filter(({ recorded }) => recorded.status < 300);
  const failed = lines.filter(({ recorded }) => recorded.status >= 400);

  test("most of what was recorded can be said on a command line", () => {
    expect(done.length).toBeGreaterThan(version === "2.0" ? 90 : 100);
    expect(failed.length).toBeGreaterThan(20);
    expect(lines.filter(({ executed }) => executed).length).toBeGreaterThan(9);
  });

  test.each(done)(
    "$what",
    async (tried) => {
      const { recorded, line } = tried;
      const { code, out, err } = await run(tried);
      const [request, ...others] = seen;
      // Instance types are asked for to warn of a size that those servers have ignored.
      expect(others.map(({ request }) => request).filter((line) => !line.startsWith("GET /instance_type"))).toEqual([]);
      expect(request?.request).toBe(`${recorded.method} ${recorded.path}`);
      expect(request?.authorization).toBe(HASHED);
      if (line.stdin !== undefined) expect(request?.body).toBe(line.stdin);
      const answer = tryRead(recorded.answer);
      if (recorded.method === "DELETE") expect(out).toBe("");
      else if (answer !== undefined) expect(readXml(out)).toEqual(answer);
      // Names with & made those servers' answers ill-formed: they are shown as they came.
      else expect(out.trimEnd()).toBe(recorded.answer.trimEnd());
      expect(withoutWarnings(err)).toBe("");
      expect(code).toBe(0);
    },
    20_000,
  );

  test.each(failed)(
    "a refusal: $what",
    async (tried) => {
      const { recorded, line } = tried;
      const { code, out, err } = await run(tried);
      expect(seen[0]?.request).toBe(`${recorded.method} ${recorded.path}`);
      expect(out).toBe("");
      expect(withoutWarnings(err)).toStartWith(`occi-${line.args[0]}: `);
      expect(withoutWarnings(err).trimEnd().split("\n").length).toBeLessThanOrEqual(3);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would act on
      expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      // 1: too old for that.
      expect([meantBy(recorded), 1]).toContain(code);
    },
    20_000,
  );
});

/** Files with parts that those servers have ignored come with warnings. */
function withoutWarnings(err: string): string {
  return err.replace(/^warning: .*\n/gm, "");
}
