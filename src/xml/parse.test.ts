/** The second parser of requests: where it does not see what the check has counted, nothing is believed. */
import { describe, expect, test } from "bun:test";
import { checkXml } from "./check.ts";
import { parseXml } from "./parse.ts";
import { REQUEST_LIMITS } from "./read.ts";

const DOCUMENT = "<a b='1'><c d='2' e='3'/>text</a>";
const counted = checkXml(DOCUMENT, REQUEST_LIMITS);

test("a document in which both find the same is read", () => {
  const { name, attributes, children, text } = parseXml(DOCUMENT, counted);
  expect([name, attributes.b, children.map((child) => child.name), text]).toEqual(["a", "1", ["c"], "text"]);
});

describe("a document is refused in which the check has counted", () => {
  test.each([
    ["more elements", { elements: 3 }],
    ["fewer elements", { elements: 1 }],
    ["more attributes", { attributes: 4 }],
    ["fewer attributes", { attributes: 2 }],
    ["as many in all", { elements: 3, attributes: 2 }],
  ])("%s", (_, other) => {
    const refused = expect.objectContaining({ code: "INVALID_XML", message: expect.stringContaining("in two ways") });
    expect(() => parseXml(DOCUMENT, { ...counted, ...other })).toThrow(refused);
  });
});

test.each(["", "text", "<a/><b/>"])("%j has no single root", (document) => {
  expect(() => parseXml(document, { elements: 1, attributes: 0, start: 0 })).toThrow("no single root");
});

test.each(["__proto__", "constructor", "prototype"])("an element called %s is refused", (name) => {
  const document = `<a><${name}/></a>`;
  expect(() => parseXml(document, checkXml(document, REQUEST_LIMITS))).toThrow("an element name that is not accepted");
});
