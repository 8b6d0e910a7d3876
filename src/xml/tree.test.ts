import { expect, test } from "bun:test";
import type { XmlElement } from "./element.ts";
import { readAnswer, readXml } from "./read.ts";
import { TRICKY_NAMES } from "./testing/hostile-corpus.ts";

/** Name, attributes in their order, text, content: all that the tree's contract tells. */
type Plain = readonly [string, readonly (readonly [string, string])[], string, readonly (string | Plain)[]];

function plain({ name, attributes, text, content }: XmlElement): Plain {
  const parts = content.map((part) => (typeof part === "string" ? part : plain(part)));
  return [name, Object.entries(attributes), text, parts];
}

test.each<[string, Plain]>([
  [
    `\ufeff<?xml version="1.0"?>\r\n<!--->-x <b> --><A a="1"\r\n\tb='x\r\ny\tz "q" &#10;&apos;'>\r\n <B/> x <C> </C>\r\n</A >\r\n<!-- end -->`,
    [
      "A",
      [
        ["a", "1"],
        ["b", `x y z "q" \n'`],
      ],
      " x ",
      [["B", [], "", []], " x ", ["C", [], " ", [" "]]],
    ],
  ],
  ["<a><![CDATA[]]></a>", ["a", [], "", [""]]],
  [
    "<a>x<!-- > --><![CDATA[<b>]]]]><![CDATA[>]]>y<b/> <!-- --> <b ></b ></a>",
    ["a", [], "x<b>]]>y", ["x<b>]]>y", ["b", [], "", []], ["b", [], "", []]]],
  ],
  [
    '<n:a xmlns:n="urn:x" xmlns="urn:y" n:b="1" xmlnsx="2" b = "3"><n:c/></n:a>',
    [
      "a",
      [
        ["n:b", "1"],
        ["xmlnsx", "2"],
        ["b", "3"],
      ],
      "",
      [["c", [], "", []]],
    ],
  ],
  ["<a>&#13;\r\n\r&#xD;\r</a>", ["a", [], "\r\n\n\r\n", ["\r\n\n\r\n"]]],
  ["<a b='\r\n\r\t&#9;\n'/>", ["a", [["b", "   \t "]], "", []]],
  ["<網 é='1'>😀</網>", ["網", [["é", "1"]], "😀", ["😀"]]],
  ["<a b=''/>", ["a", [["b", ""]], "", []]],
])("the tree of %j", (source, tree) => {
  expect(plain(readXml(source))).toEqual(tree);
  expect(plain(readAnswer(source))).toEqual(tree);
});

test("names that mean something to JavaScript are data", () => {
  for (const document of TRICKY_NAMES) {
    expect(readAnswer(document).name).toBe("a");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  }
  expect(readXml('<a __proto__="1"/>').attributes.toString).toBeUndefined();
  expect(Object.keys(readXml('<a __proto__="1"/>').attributes)).toEqual(["__proto__"]);
});
