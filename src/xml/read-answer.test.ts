/** Answers are read as requests are, by another way: both must see the same, or refuse the same for the same reason. OCCI_FUZZ_CASES for a long run. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { OcciError } from "../errors.ts";
import type { XmlElement } from "./element.ts";
import { ANSWER_LIMITS, readAnswer, readXml } from "./read.ts";
import { HOSTILE_DOCUMENTS } from "./testing/hostile-corpus.ts";

const numRuns = Number(process.env.OCCI_FUZZ_CASES ?? 5_000);
/** Milliseconds; some for each run, many for a busy machine. */
const TIMEOUT = 60_000 + numRuns;

/** Nothing but what the tree's contract tells, attributes in their order. */
type Plain = readonly [string, readonly (readonly [string, string])[], string, readonly (string | Plain)[]];

function plain({ name, attributes, text, content }: XmlElement): Plain {
  return [
    name,
    Object.entries(attributes),
    text,
    content.map((part) => (typeof part === "string" ? part : plain(part))),
  ];
}

function outcome(read: () => XmlElement): Plain | string {
  try {
    return plain(read());
  } catch (error) {
    if (error instanceof OcciError) return error.message;
    throw error;
  }
}

function expectTheSame(source: string): void {
  const request = outcome(() => readXml(source, ANSWER_LIMITS));
  // The only difference: names that the second parser of requests does not take.
  if (request === "The XML holds an element name that is not accepted.") return;
  expect(outcome(() => readAnswer(source))).toEqual(request);
}

describe("an answer is read as a request is", () => {
  test.each([
    '\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n<!--->-x <b> --><A a="1"\r\n\tb=\'x\r\ny\tz "q" &#10;&apos;\'>\r\n <B/> x <C> </C>\r\n</A >\r\n<!-- end -->',
    "<a><![CDATA[]]></a>",
    "<a>x<!-- > --><![CDATA[<b>]]]]><![CDATA[>]]>y<b/> <!-- --> <b ></b ></a>",
    '<n:a xmlns:n="urn:x" xmlns="urn:y" n:b="1" xmlnsx="2" b = "3"><n:c/></n:a>',
    "<a>&#13;\r\n&#xD;</a>",
    "<網 é='1'>😀</網>",
    "<a b=''/>",
    `<a b="${">".repeat(100)}" c='${"x".repeat(100)}'>${"y".repeat(65)}&lt;<![CDATA[${"<z>".repeat(40)}]]><!--${"-x".repeat(90)}-->${"w".repeat(64)}</a>`,
  ])("%j", (source) => {
    expect(typeof outcome(() => readAnswer(source))).not.toBe("string");
    expectTheSame(source);
  });

  // Bytes that are not Unicode are never compared: only one of the two readers takes bytes.
  const texts = HOSTILE_DOCUMENTS.map(({ name, make }) => ({ name, document: make() })).flatMap(({ name, document }) =>
    typeof document === "string" ? [[name, document] as const] : [],
  );
  test.each(texts)("hostile: %s", (_, document) => expectTheSame(document), TIMEOUT);

  test(
    "a document with faults of every kind, at random",
    () => {
      const piece = fc.oneof(
        fc.constantFrom(
          "<a>",
          "</a>",
          "<b>",
          "</b >",
          "<a",
          "/>",
          ">",
          "<![CDATA[",
          "]]>",
          "<!--",
          "-->",
          "&lt;",
          "&#9;",
        ),
        fc.constantFrom(
          " ",
          "\r\n",
          "\t",
          "x",
          "é",
          ' b="',
          " c='",
          '"',
          "'",
          "=",
          "&",
          "<?xml version='1.0'?>",
          "<n:c/>",
        ),
      );
      const pieces = fc.array(piece, { maxLength: 12 }).map((all) => `<a>${all.join("")}</a>`);
      fc.assert(fc.property(pieces, expectTheSame), { numRuns });
    },
    TIMEOUT,
  );

  test(
    "a good document, at random",
    () => {
      const text = fc.constantFrom(
        "",
        " ",
        "\r",
        "\n",
        "x",
        "&amp;",
        "<!---->",
        "<!-- <x> -->",
        "<![CDATA[ & ]]>",
        "&#xe9;",
        "long text ".repeat(7),
        `<![CDATA[${"<long> ".repeat(10)}]]>`,
      );
      const attributes = fc.constantFrom(
        "",
        " a='1'",
        " a=\"&quot;\t\" b = '\r\n'",
        " xmlns='u'",
        ` a="${"l>'ng ".repeat(12)}"`,
      );
      const { node } = fc.letrec<{ node: string }>((tie) => ({
        node: fc
          .tuple(
            fc.constantFrom("a", "B", "n:c"),
            attributes,
            fc.array(fc.oneof({ depthSize: "small" }, text, tie("node")), { maxLength: 5 }),
          )
          .map(([name, attribute, content]) => `<${name}${attribute}>${content.join("")}</${name}>`),
      }));
      const good = (source: string) => {
        expect(typeof outcome(() => readAnswer(source))).not.toBe("string");
        expectTheSame(source);
      };
      fc.assert(fc.property(node, good), { numRuns });
    },
    TIMEOUT,
  );
});

test("what is too large is refused before it is read", () => {
  expect(() => readAnswer(" ".repeat(ANSWER_LIMITS.bytes + 1))).toThrow("larger than");
});
