import { describe, expect, test } from "bun:test";
import { childrenNamed, firstChild, fullText } from "./element.ts";
import { ANSWER_LIMITS, REQUEST_LIMITS, readAnswer, readXml } from "./read.ts";

describe("a document", () => {
  const root = readXml(`\ufeff<?xml version="1.0" encoding="UTF-8" standalone='yes'?>
<!-- a comment -->
<COMPUTE href="http://h/compute/7" name='a "b" &amp; c'>
  <NAME>web &lt;1&gt; &#233;&#x7db2; <![CDATA[<&>]]></NAME>
  <DISK><STORAGE href="a&#10;b	c"/></DISK>
  <DISK/>
  <!-- between -->
</COMPUTE>
`);
  test("has names, attributes and text", () => {
    expect(root.name).toBe("COMPUTE");
    expect({ ...root.attributes }).toEqual({ href: "http://h/compute/7", name: 'a "b" & c' });
    expect(firstChild(root, "NAME")?.text).toBe("web <1> é網 <&>");
    expect(childrenNamed(root, "DISK")).toHaveLength(2);
    expect(firstChild(root, "NIC")).toBeUndefined();
  });
  test("keeps what layout is out of its text", () => {
    expect(root.text).toBe("");
    expect(root.content).toHaveLength(3);
  });
  test("has blanks in attributes as XML wants them", () => {
    expect(root.children[1]?.children[0]?.attributes.href).toBe("a\nb c");
  });
});

describe("text", () => {
  test.each([
    ["<a>007</a>", "007"],
    ["<a>1e5</a>", "1e5"],
    ["<a>0x1F</a>", "0x1F"],
    ["<a>true</a>", "true"],
    ["<a> x </a>", " x "],
    ["<a>  </a>", "  "],
    ["<a>\r\n\r</a>", "\n\n"],
    ["<a>&#13;&#10;</a>", "\r\n"],
    ["<a>x<!-- c -->y</a>", "xy"],
    ["<a><![CDATA[]]></a>", ""],
    ["<a><![CDATA[]]]]><![CDATA[>]]></a>", "]]>"],
    ["<a>]] ></a>", "]] >"],
    ["<a>😀&#x1F600;</a>", "😀😀"],
    ["<a/>", ""],
  ])("of %j is %j: nothing is guessed or trimmed", (source, text) => {
    expect(readXml(source).text).toBe(text);
  });
  test("beside elements is joined before layout is told from it", () => {
    const { content } = readXml("<a>x<!-- --> <![CDATA[ ]]><b/> <![CDATA[]]> <b/></a>");
    expect(content.filter((part) => typeof part === "string")).toEqual(["x  "]);
  });
  test("below an element comes in document order", () => {
    expect(fullText(readXml("<A>1<B>2<C>3</C></B>4</A>"))).toBe("1234");
  });
});

describe("namespaces", () => {
  test("are left out of names", () => {
    const root = readXml('<o:A xmlns:o="u" xmlns="v" o:b="1" b="2"><o:B/><B/></o:A>');
    expect(root.name).toBe("A");
    expect(root.children.map((child) => child.name)).toEqual(["B", "B"]);
    expect({ ...root.attributes }).toEqual({ "o:b": "1", b: "2" });
  });
});

describe("names of JavaScript", () => {
  test("are data", () => {
    const root = readXml('<hasOwnProperty toString="1" __proto__="2"><valueOf>3</valueOf></hasOwnProperty>');
    expect(root.name).toBe("hasOwnProperty");
    expect(Object.keys(root.attributes)).toEqual(["toString", "__proto__"]);
    expect(root.children[0]?.text).toBe("3");
  });
  test("are nowhere where nothing was sent", () => {
    const { attributes } = readXml("<a/>");
    expect(attributes.constructor as unknown).toBeUndefined();
    expect(Object.getPrototypeOf(attributes)).toBeNull();
  });
  test.each(["__proto__", "constructor", "prototype"])(
    "an element %s is refused in a request, and read in an answer",
    (name) => {
      expect(() => readXml(`<${name}/>`)).toThrow(expect.objectContaining({ code: "INVALID_XML" }));
      const [child, ...others] = readAnswer(`<a><${name}>x</${name}></a>`).children;
      expect([child?.name, child?.text, others]).toEqual([name, "x", []]);
    },
  );
});

describe("a fault", () => {
  test.each([
    ["<a>\n  <b>\n</a>", "</b> is expected here (line 3, column 1)"],
    ["<a>\n &nope; </a>", "a reference to an entity or character that XML does not know (line 2, column 2)"],
    ["<a/>\n\n<b/>", "more than one root element (line 3, column 1)"],
    ["<a b='1' b='2'/>", "the same attribute twice (line 1, column 10)"],
    ["<a>\u0001</a>", "a character that XML cannot carry (line 1, column 4)"],
    ["<a>\ud800</a>", "a character that XML cannot carry (line 1, column 4)"],
    ["<a>x]]>y</a>", "]]> in text (line 1, column 5)"],
    ["<a><b>", "it ends before its last end tag (line 1, column 7)"],
    ["hello", "text outside the root element (line 1, column 1)"],
  ])("in %j is named with its place", (source, message) => {
    expect(() => readXml(source)).toThrow(`The XML is not well-formed: ${message}.`);
  });
  test("does not repeat the document", () => {
    try {
      readXml("<a>secret-password &</a>");
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain("secret");
    }
  });
});

describe("limits", () => {
  const nested = (depth: number) => "<a>".repeat(depth) + "</a>".repeat(depth);
  const attributes = (count: number) => Array.from({ length: count }, (_, i) => `b${i}=""`).join(" ");
  test.each([
    ["depth", nested(64), nested(65)],
    ["attributes of an element", `<a ${attributes(64)}/>`, `<a ${attributes(65)}/>`],
    ["characters of a name", `<${"é".repeat(1_000)}/>`, `<${"é".repeat(1_001)}/>`],
    ["characters of an attribute's name", `<a ${"b".repeat(1_000)}=""/>`, `<a ${"b".repeat(1_001)}=""/>`],
    ["comments", `<a>${"<!---->".repeat(1_999)}</a>`, `<a>${"<!---->".repeat(2_000)}</a>`],
    ["CDATA sections", `<a>${"<![CDATA[]]>".repeat(1_999)}</a>`, `<a>${"<![CDATA[]]>".repeat(2_000)}</a>`],
    ["elements", `<a>${"<b/>".repeat(1_999)}</a>`, `<a>${"<b/>".repeat(2_000)}</a>`],
    ["references", `<a>${"&lt;".repeat(20_000)}</a>`, `<a>${"&lt;".repeat(20_001)}</a>`],
  ])("of %s are exact", (_, allowed, refused) => {
    expect(() => readXml(allowed)).not.toThrow();
    expect(() => readXml(refused)).toThrow(expect.objectContaining({ code: "INVALID_XML" }));
  });
  test("of bytes count bytes, not characters", () => {
    const limits = { ...REQUEST_LIMITS, bytes: 11 };
    expect(readXml("<a>éé</a>", limits).text).toBe("éé");
    expect(() => readXml("<a>ééé</a>", limits)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
    expect(() => readXml(Buffer.from("<a>ééé</a>"), limits)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
  });
  test("refuse what is too large before it is looked at", () => {
    expect(() => readXml(" ".repeat(ANSWER_LIMITS.bytes + 1), ANSWER_LIMITS)).toThrow("larger than");
  });
  test("are wider for answers", () => {
    expect(readXml(`<a>${"<b/>".repeat(20_000)}</a>`, ANSWER_LIMITS).children).toHaveLength(20_000);
  });
});
