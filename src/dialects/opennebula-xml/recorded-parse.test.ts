/** Requests that 2.0 and 4.6 answered with success are understood here; what is refused on purpose has its reason. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import {
  parseAction,
  parseCompute,
  parseComputeChange,
  parseNetwork,
  parseNetworkChange,
  parseStorage,
  parseStorageChange,
} from "./index.ts";
import { type RecordedCase, readRecording } from "./testing/fixtures/recorded.ts";

/** Only well-formed XML is taken; Nokogiri closed what a cut body left open. */
const CUT = ["network-create-malformed", "compute-create-malformed", "storage-put-malformed", "put-malformed"];
/** A document type is never read. */
const DOCTYPE = ["network-create-doctype"];
/** 2.0 took the missing root for a network without name. */
const REFUSED: Record<string, string> = Object.fromEntries([...CUT, ...DOCTYPE].map((name) => [name, "INVALID_XML"]));

/** The `occixml` of a form or query string. */
function occixml({ path, body, headers }: RecordedCase): string | undefined {
  const query = path.split("?")[1];
  if (query?.includes("occixml=")) return new URLSearchParams(query).get("occixml") ?? undefined;
  if (/^multipart/.test(headers["Content-Type"] ?? "")) {
    return /name="occixml"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([\s\S]*?)\r?\n--/.exec(body)?.[1];
  }
  return new URLSearchParams(body).get("occixml") ?? undefined;
}

/** The parser for a recorded request; undefined for those without XML. */
function parse(recorded: RecordedCase): (() => unknown) | undefined {
  const { method, path, body } = recorded;
  const [, resource = "", rest = ""] = /^\/([a-z]+)([^?]*)/.exec(path) ?? [];
  if (method === "POST" && rest.endsWith("/action")) return () => parseAction(body);
  if (method === "POST" && rest === "") {
    if (resource === "compute") return () => parseCompute(body);
    if (resource === "network") return () => parseNetwork(body);
    const xml = occixml(recorded);
    if (resource === "storage") return () => parseStorage(xml ?? "");
  }
  if (method !== "PUT") return undefined;
  if (resource === "compute") return () => parseComputeChange(body);
  if (resource === "network") return () => parseNetworkChange(body);
  return resource === "storage" ? () => parseStorageChange(body) : undefined;
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof OcciError) return error.code;
    throw error;
  }
}

describe.each(["2.0", "4.6"] as const)("requests of %s", (server) => {
  const requests = readRecording(server).cases.flatMap((recorded) => {
    const run = parse(recorded);
    return run === undefined ? [] : [{ recorded, run }];
  });
  const succeeded = requests.filter(({ recorded }) => recorded.status < 300);
  test("are there", () => {
    expect(succeeded.length).toBeGreaterThan(60);
  });
  test("that succeeded are understood", () => {
    const refused = succeeded.flatMap(({ recorded, run }) => {
      const code = codeOf(run);
      return code === undefined ? [] : [[recorded.name, code] as const];
    });
    const expected = succeeded.flatMap(({ recorded: { name } }) =>
      name in REFUSED ? [[name, REFUSED[name]] as const] : [],
    );
    expect(refused as readonly unknown[]).toEqual(expected);
  });
  test("that failed are understood or refused as requests, never otherwise", () => {
    for (const { recorded, run } of nonEmpty(requests)) {
      if (recorded.status < 300) continue;
      expect([undefined, "INVALID_XML", "INVALID_REQUEST"]).toContain(codeOf(run));
    }
  });
});
