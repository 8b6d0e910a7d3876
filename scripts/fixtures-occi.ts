/**
 * Turns recordings of OpenNebula's OCCI servers into the fixtures of `src/dialects/opennebula-xml/testing/fixtures`.
 *
 * FOLDER holds a folder for each server (2.0, 4.6, ...) with an `index.json`: `meta`, and `cases` of request, response
 * and oned_calls. Parts that say nothing about the dialect are left out: headers of the transport, session strings,
 * times.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  RECORDED_SERVERS,
  type RecordedServer,
  recordingFile,
  type StoredCase,
  type StoredHead,
} from "../src/dialects/opennebula-xml/testing/fixtures/recorded.ts";

const HELP = `Usage: bun scripts/fixtures-occi.ts FOLDER

Writes the fixtures of the OpenNebula XML dialect from the recordings in FOLDER/{${RECORDED_SERVERS.join(",")}}/index.json.
`;
const MAX_BYTES = 1_000_000;
const LONG_TEXT = 200;
const KEPT_HEADERS = ["authorization", "content-type", "accept", "x-http-method-override", "ssl-client-cert"];

type Header = readonly [string, string];
type Value = string | number | boolean;

interface Source {
  readonly meta: { readonly server: string; readonly users?: Readonly<Record<string, string>> };
  readonly cases: readonly {
    readonly seq: number;
    readonly name: string;
    readonly description: string;
    readonly request: {
      readonly method: string;
      readonly path: string;
      readonly headers: readonly Header[];
      readonly body: string;
      readonly body_elided?: unknown;
      readonly body_length?: number;
    };
    readonly response: { readonly status: number; readonly headers: readonly Header[]; readonly body: string };
    readonly oned_calls: readonly {
      readonly method: string | null;
      readonly params: readonly Value[];
      readonly result: readonly Value[] | { readonly fault: number };
    }[];
  }[];
}

/** Collects texts; the same text has one number. */
class Texts {
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }

  list(): string[] {
    return [...this.#numbers.keys()];
  }
}

/** The user that a session speaks for: `serveradmin:USER:TOKEN` of a server, `USER:SECRET` of anybody else. */
function userOf(session: string): string {
  const parts = session.split(":");
  return (parts[0] === "serveradmin" && parts.length > 2 ? parts[1] : parts[0]) ?? "";
}

function call(source: Source["cases"][number]["oned_calls"][number], texts: Texts): StoredCase["calls"][number] {
  const [session = "", ...params] = source.params;
  const stored = (value: Value) =>
    typeof value === "string" && value.length > LONG_TEXT ? { text: texts.numberOf(value) } : value;
  const result = "fault" in source.result ? null : source.result.map(stored);
  return { method: source.method, user: userOf(String(session)), params, result };
}

function header(headers: readonly Header[], name: string): string | null {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
}

function recordedCase(source: Source["cases"][number], texts: Texts): StoredCase {
  const { request, response } = source;
  return {
    seq: source.seq,
    name: source.name,
    description: source.description,
    method: request.method,
    path: request.path,
    headers: Object.fromEntries(request.headers.filter(([name]) => KEPT_HEADERS.includes(name.toLowerCase()))),
    body: request.body,
    ...(request.body_elided && request.body_length !== undefined ? { elidedFrom: request.body_length } : {}),
    status: response.status,
    type: header(response.headers, "content-type"),
    answer: response.body,
    calls: source.oned_calls.map((made) => call(made, texts)),
  };
}

function convert(folder: string, server: RecordedServer): void {
  const source = JSON.parse(readFileSync(join(folder, server, "index.json"), "utf8")) as Source;
  const host = header(source.cases[0]?.request.headers ?? [], "host");
  if (host === null) throw new Error(`${server}: the first request has no Host`);
  const texts = new Texts();
  const cases = source.cases.map((recorded) => recordedCase(recorded, texts));
  const head: StoredHead = {
    server: source.meta.server,
    base: `http://${host}`,
    users: source.meta.users ?? {},
    count: cases.length,
    texts: texts.list(),
  };
  const text = [head, ...cases].map((line) => `${JSON.stringify(line)}\n`).join("");
  const size = Buffer.byteLength(text);
  if (size > MAX_BYTES) throw new Error(`${server}: ${size} bytes are too many to commit`);
  writeFileSync(recordingFile(server), text);
  console.log(`${server}: ${head.count} cases, ${size} bytes`);
}

const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined || rest.length > 0 || folder === "--help") {
  (folder === "--help" ? process.stdout : process.stderr).write(HELP);
  process.exit(folder === "--help" ? 0 : 2);
}
for (const server of RECORDED_SERVERS) convert(folder, server);
