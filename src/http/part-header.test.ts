import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyCharacter } from "../testing/any-character.ts";
import { processorTime } from "../testing/processor-time.ts";
import { parsePartHeader } from "./part-header.ts";

const of = (disposition: string) => parsePartHeader({ "content-disposition": [disposition] });

describe("Content-Disposition", () => {
  test.each([
    ['form-data; name="occixml"', "occixml", false],
    ["form-data; name=occixml", "occixml", false],
    ['Form-Data;NAME="file";FileName="a.img"', "file", true],
    ['form-data; name="file"; filename=""', "file", false],
    ["form-data; name=\"file\"; filename*=UTF-8''a%20b", "file", true],
    ['form-data; filename="x"; name="file";', "file", true],
    ['form-data; name="a\\"b"', 'a"b', false],
    ['form-data; name="file; name=occixml"', "file; name=occixml", false],
  ])("%s", (disposition, name, hasFileName) => expect(of(disposition)).toEqual({ name, hasFileName }));

  test.each([
    "attachment; name=file",
    "form-data",
    "form-data; filename=x",
    'form-data; name="file',
    'form-data; name="file"x',
    "form-data; name=a; name=b",
    "form-data; name=a b",
    "form-datax; name=a",
    "",
  ])("%p is malformed", (disposition) => expect(of(disposition)).toContain("malformed"));

  test("must be there once", () => {
    expect(parsePartHeader({})).toContain("exactly one Content-Disposition");
    const twice = ["form-data; name=a", "form-data; name=b"];
    expect(parsePartHeader({ "content-disposition": twice })).toContain("exactly one Content-Disposition");
  });
});

test("a file name is only seen to be there, whatever it says", () => {
  const hostile = [
    "../../etc/x",
    "/etc/passwd",
    "C:\\\\images\\\\a.img",
    "nul\0byte",
    "x".repeat(5000),
    "\u00fcml\u6587",
    ".",
  ];
  for (const fileName of hostile) {
    expect(of(`form-data; name="file"; filename="${fileName}"`)).toEqual({ name: "file", hasFileName: true });
  }
});

test("bytes must come as they are", () => {
  const header = { "content-disposition": ["form-data; name=file"] };
  for (const encoding of ["binary", "8bit", " 7Bit "]) {
    expect(parsePartHeader({ ...header, "content-transfer-encoding": [encoding] })).toHaveProperty("name", "file");
  }
  expect(parsePartHeader({ ...header, "content-transfer-encoding": ["base64"] })).toContain("other than binary");
});

test("any header is read or refused, in no time", () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 8000 }), (junk) => {
      const result = of(`form-data; ${junk}`);
      expect(["string", "object"]).toContain(typeof result);
    }),
  );
  const taken = processorTime(() => {
    expect(of(`form-data; name="${"\\".repeat(8001)}`)).toContain("malformed");
    expect(of(`form-data${"; ".repeat(4000)}`)).toContain("malformed");
  });
  expect(taken).toBeLessThan(50);
});
