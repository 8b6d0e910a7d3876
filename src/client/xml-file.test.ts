import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import { firstChild } from "../xml/element.ts";
import { idIn, readXmlFile } from "./xml-file.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-xml-file-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function file(content: string | Uint8Array): string {
  const path = join(directory, "vm.xml");
  writeFileSync(path, content);
  return path;
}

function refusal(path: string): OcciError {
  try {
    readXmlFile(path);
  } catch (error) {
    if (error instanceof OcciError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

test("a file is sent as it stands, and read for what the client needs", () => {
  const text = '<?xml version="1.0"?>\n<COMPUTE>\n  <ID> 3 </ID><STATE>STOPPED</STATE>\n</COMPUTE>\n';
  const path = file(text);
  const read = readXmlFile(path);
  expect(read.text).toBe(text);
  expect(idIn(read, path)).toBe("3");
  expect(firstChild(read.root, "STATE")?.text).toBe("STOPPED");
  expect(firstChild(read.root, "NAME")?.text).toBeUndefined();
});

describe("what is not well-formed is told with file, line and column", () => {
  test.each([
    ["<A>\n  <B></A>", "line 2, column 6"],
    ["<A>&nosuch;</A>", "line 1, column 4"],
    ["", "line 1, column 1"],
    ["text", "line 1, column 1"],
    ["<A/>\n<B/>", "line 2, column 1"],
  ])("%j", (text, place) => {
    const path = file(text);
    const { code, message } = refusal(path);
    expect(code).toBe("INVALID_XML");
    expect(message).toStartWith(`${path}: The XML is not well-formed: `);
    expect(message).toContain(place);
  });

  test("bytes that are no UTF-8", () => {
    expect(refusal(file(new Uint8Array([0x3c, 0x41, 0x3e, 0xff, 0x3c, 0x2f, 0x41, 0x3e]))).code).toBe("INVALID_XML");
  });
});

test("a file that cannot be read", () => {
  expect(refusal(join(directory, "none"))).toMatchObject({
    code: "FILE_FAULT",
    message: expect.stringContaining("ENOENT"),
  });
  expect(refusal(directory)).toMatchObject({ code: "FILE_FAULT", message: expect.stringContaining("EISDIR") });
});

test.each(["<A/>", "<A><ID/></A>", "<A><ID>x</ID></A>", "<A><ID>-1</ID></A>", "<A><B><ID>3</ID></B></A>"])(
  "%s has no id of a resource",
  (text) => {
    const path = file(text);
    expect(() => idIn(readXmlFile(path), path)).toThrow(`${path} has no element ID`);
  },
);

test("- is standard input", async () => {
  const script = `const { readXmlFile } = await import(${JSON.stringify(join(import.meta.dir, "xml-file.ts"))});
    try { console.log(readXmlFile("-").root.name) } catch (error) { console.log(error.message) }`;
  const read = async (text: string) => {
    const child = Bun.spawn([process.execPath, "-e", script], { stdin: new Blob([text]), stdout: "pipe" });
    return (await new Response(child.stdout).text()).trim();
  };
  expect(await read("<COMPUTE/>")).toBe("COMPUTE");
  expect(await read("<COMPUTE>")).toStartWith("Standard input: The XML is not well-formed");
});
