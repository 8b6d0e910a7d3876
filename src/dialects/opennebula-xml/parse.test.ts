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
import { expectedOutput, goldenFiles } from "./testing/golden/files.ts";

const PARSERS: Record<string, (body: string) => unknown> = {
  compute: parseCompute,
  "compute-change": parseComputeChange,
  network: parseNetwork,
  "network-change": parseNetworkChange,
  storage: parseStorage,
  "storage-change": parseStorageChange,
  action: parseAction,
};

/** What a parser says: the model as JSON, or code and message of its error. */
function outcome(parser: (body: string) => unknown, body: string): string {
  try {
    return JSON.stringify(parser(body), undefined, 2);
  } catch (error) {
    if (error instanceof OcciError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe("request bodies", () => {
  const files = goldenFiles("parse");
  test("there are golden files for every parser", () => {
    const kinds = new Set(files.map((file) => file.name.split(".")[0]));
    expect([...kinds].toSorted()).toEqual(Object.keys(PARSERS).toSorted());
  });
  for (const file of nonEmpty(files)) {
    test(file.name, () => {
      const parser = PARSERS[file.name.split(".")[0] ?? ""];
      if (parser === undefined) throw new Error("a golden file is named PARSER.CASE.txt");
      const actual = outcome(parser, file.input);
      expect(actual).toBe(expectedOutput("parse", file, actual));
    });
  }
});

describe("hrefs", () => {
  const storageOf = (href: string) =>
    parseCompute(`<COMPUTE><DISK><STORAGE href="${href}"/></DISK></COMPUTE>`).disks[0]?.storage;
  test.each([
    ["http://localhost:4567/storage/7", "7"],
    ["https://any.host/some/path/storage/7", "7"],
    ["http://x/storage/7/", "7"],
    ["http://x/storage/7//", "7"],
    ["/storage/7", "7"],
    ["7", "7"],
    ["", ""],
    ["///", ""],
    ["http://x/storage/7?a=b", "7?a=b"],
  ])("%s points at %s", (href, id) => {
    expect(storageOf(href)).toBe(id);
  });
});

test("of several parts in PARAMS an action is about the first that has an id", () => {
  const params = '<DISK/><DISK id="2"/><DISK id="3"/>';
  expect(parseAction(`<ACTION><PERFORM>detachdisk</PERFORM><PARAMS>${params}</PARAMS></ACTION>`).params.disk).toBe("2");
});

describe("limits", () => {
  test("a body above the limit is 413, whatever it holds", () => {
    expect(() => parseCompute(`<COMPUTE>${" ".repeat(100)}</COMPUTE>`, 50)).toThrow(
      expect.objectContaining({ code: "TOO_LARGE" }),
    );
  });
  test("bytes are read as UTF-8", () => {
    expect(parseNetwork(new TextEncoder().encode("\ufeff<NETWORK><NAME>réseau-網</NAME></NETWORK>"))).toEqual({
      name: "réseau-網",
    });
  });
  test("a long name of a wrong root is not repeated", () => {
    const name = "X".repeat(1000);
    expect(() => parseCompute(`<${name}/>`)).toThrow("The root element of the request must be COMPUTE.");
  });
});
