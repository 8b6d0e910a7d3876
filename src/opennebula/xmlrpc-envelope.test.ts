/** The envelope of an answer: servers space it as they like, and nothing else may stand in it. */
import { expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { decodeAnswer, sliceStringPayload } from "./xmlrpc.ts";

const START = ["<methodResponse>", "<params>", "<param>", "<value>", "<array>", "<data>"];
const END = ["</data>", "</array>", "</value>", "</param>", "</params>", "</methodResponse>"];
const SUCCESS = ["<value>", "<boolean>1</boolean>", "</value>", "<value>"];
const CODE = ["<value>", "<i4>0</i4>", "</value>"];
const TEXT = "<string>&lt;VM/&gt;</string>";
/** The tags of a success with a text; blanks may stand between any two of them. */
const TAGS = [...START, ...SUCCESS, TEXT, "</value>", ...CODE, ...END];

const bytes = (text: string) => Buffer.from(text);
/** Both ways to read an answer: the payload as it was sent, and decoded. */
function read(text: string): readonly [sent: string | undefined, decoded: unknown] {
  const sent = sliceStringPayload(bytes(text));
  return [sent && Buffer.from(sent).toString(), decoded(text)];
}

/** What an answer is, or the code of the error. */
function decoded(text: string): unknown {
  try {
    return decodeAnswer(bytes(text));
  } catch (error) {
    return error instanceof OcciError ? error.code : error;
  }
}
const FOUND: ReturnType<typeof read> = ["&lt;VM/&gt;", { ok: true, payload: "<VM/>" }];
const DAMAGED: ReturnType<typeof read> = [undefined, "ONED_DAMAGED_ANSWER"];

test.each(["", " ", "\r\n", "\r\n\t  "])("an answer with %j between all of its tags is read", (blanks) => {
  expect(read(TAGS.join(blanks))).toEqual(FOUND);
  expect(read(`<?xml version="1.0" encoding="UTF-8"?>${blanks}${TAGS.join(blanks)}${blanks}`)).toEqual(FOUND);
});

test("blanks in any one place change nothing; what has other characters there is read tag by tag", () => {
  for (let at = 1; at < TAGS.length; at++) {
    const around = (text: string) => [...TAGS.slice(0, at), text, ...TAGS.slice(at)].join("");
    expect([at, ...read(around("\r\n "))]).toEqual([at, ...FOUND]);
    expect([at, sliceStringPayload(bytes(around("x")))]).toEqual([at, undefined]);
  }
});

test.each(["x", "<x/>", "<methodResponse/>"])("%s before or after an answer is damage", (text) => {
  expect(read(`${text}${TAGS.join("")}`)).toEqual(DAMAGED);
  expect(read(`${TAGS.join("")}${text}`)).toEqual(DAMAGED);
});

test("behind the text stand one to three numbers, of any length and sign", () => {
  const withCodes = (...codes: string[]) =>
    [...START, ...SUCCESS, TEXT, "</value>", ...codes.map((code) => `<value>${code}</value>`), ...END].join("");
  expect(read(withCodes("<i4>0</i4>"))).toEqual(FOUND);
  expect(read(withCodes("<int>-1</int>"))).toEqual(FOUND);
  expect(read(withCodes("<i8>1234567890123</i8>", "<i4>12</i4>"))).toEqual(FOUND);
  expect(read(withCodes("<i4>0</i4>", "<i4>-17</i4>", "<i8>-1</i8>"))).toEqual(FOUND);
  expect(read(withCodes())).toEqual(DAMAGED);
  expect(read(withCodes(...Array<string>(4).fill("<i4>0</i4>")))).toEqual(DAMAGED);
  for (const odd of ["<i4>-</i4>", "<i4></i4>", "<i4>x0</i4>", "<i4>0x</i4>", "<i4>0</i8>"]) {
    expect([odd, ...read(withCodes(odd))]).toEqual([odd, ...DAMAGED]);
  }
});

test.each(["<?xml?>", '<?xml version="1.0"?>', ""])("an answer may begin with %j", (prolog) => {
  expect(sliceStringPayload(bytes(`${prolog}${TAGS.join("")}`))).toEqual(bytes("&lt;VM/&gt;"));
});

test("an answer that is no success is not taken for one, whatever else it says", () => {
  const other = TAGS.join("").replace("<boolean>1", "<boolean>0");
  expect(read(other)).toEqual([undefined, { ok: false, code: 0, message: "<VM/>" }]);
  expect(read(TAGS.join("").replace("<boolean>1", "<boolean>11"))).toEqual(DAMAGED);
});
