import { describe, expect, test } from "bun:test";
import { element, endTag, escapeText, join, startTag, textElement } from "./write.ts";

describe("text", () => {
  test.each([
    ["plain, 網 😀", "plain, 網 😀"],
    ["a & b < c > d \"e\" 'f'", "a &amp; b &lt; c &gt; d &quot;e&quot; 'f'"],
    ["]]>", "]]&gt;"],
    ["&amp;", "&amp;amp;"],
    ["line\nline\ttab\rreturn", "line\nline\ttab&#13;return"],
    ["\u0000\u001b\ufffe\ud800x\udc00", "\ufffd\ufffd\ufffd\ufffdx\ufffd"],
  ])("%j is written %j", (value, markup) => {
    expect(String(escapeText(value))).toBe(markup);
  });
});

describe("an element", () => {
  test("has its attributes in order, those without a value left out", () => {
    expect(String(element("A", { href: "x", name: undefined, id: 0 }))).toBe('<A href="x" id="0"/>');
  });
  test("keeps line ends and tabs of attributes", () => {
    expect(String(element("A", { b: "1\n2\t3\r4<" }))).toBe('<A b="1&#10;2&#9;3&#13;4&lt;"/>');
  });
  test("may be empty, hold text or other elements", () => {
    expect(String(element("A", {}))).toBe("<A/>");
    expect(String(textElement("A", ""))).toBe("<A></A>");
    expect(String(textElement("A", 7, { b: "c" }))).toBe('<A b="c">7</A>');
    expect(String(element("A", {}, join([textElement("B", "<"), element("C", {})])))).toBe("<A><B>&lt;</B><C/></A>");
    expect(`${startTag("A")}${endTag("A")}`).toBe("<A></A>");
  });
  test.each(["", "1a", "-a", ".a", "a b", "a>", "a/", 'a"', "a=", "a&b", "\u0000", "a\n", "×"])(
    "is never named %j",
    (name) => {
      expect(() => element(name, {})).toThrow("not a name");
      expect(() => element("a", { [name]: "1" })).toThrow("not a name");
      expect(() => startTag(name)).toThrow("not a name");
      expect(() => endTag(name)).toThrow("not a name");
    },
  );
  test.each(["a", "_1", "a-b.c", "é網", "constructor"])("may be named %s", (name) => {
    expect(String(element(name, {}))).toBe(`<${name}/>`);
  });
});
