/** What is taken out of a document before another parser reads it, and put back. */
import { expect, test } from "bun:test";
import { Outline } from "./outline.ts";

const [short, long, other] = ["s".repeat(32), "l".repeat(33), "o".repeat(40)];
const mark = (number: number) => `\u0001${number}\u0001`;

test.each([
  [`<a>${short}</a>`, `<a>${short}</a>`],
  [`<a>${long}</a>`, `<a>${mark(0)}</a>`],
  [`<a b="${long}" c='${short}'>${other}</a>`, `<a b="${mark(0)}" c='${short}'>${mark(1)}</a>`],
  [`<a b='"${long}>' c=">"/>`, `<a b='${mark(0)}' c=">"/>`],
  [`<a><![CDATA[${long}<b>]]>${other}</a>`, `<a><![CDATA[${mark(0)}]]>${mark(1)}</a>`],
  [`<a><![CDATA[${short}]]></a>`, `<a><![CDATA[${short}]]></a>`],
  // Comments are nobody's, and longer than any text may be.
  [`<!--${long}--><a>x<!-- > " -->y<!----></a><!-- -->`, "<a>xy</a>"],
  ["\n<a/>\n", "\n<a/>\n"],
])("of %j is left %j", (document, outline) => {
  expect(new Outline(document).source).toBe(outline);
});

test("texts come back, also where the parser has joined them", () => {
  const outline = new Outline(`<a b="${long}">${other}<!-- -->x${other}</a>`);
  expect(outline.restore(mark(0))).toBe(long);
  expect(outline.restore(`${mark(1)}-${mark(2)}`)).toBe(`${other}-x${other}`);
  expect(outline.restore("0")).toBe("0");
});
