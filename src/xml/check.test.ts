/** Well-formedness and limits: which fault is told, where, and what still passes. */
import { describe, expect, test } from "bun:test";
import { checkXml, type XmlLimits } from "./check.ts";

const WIDE: XmlLimits = { bytes: 1e6, depth: 10, attributes: 10, nodes: 100, markup: 10_000, references: 100 };

describe("what is well-formed", () => {
  test.each([
    ["<a/>", { elements: 1, attributes: 0, start: 0 }],
    ["<a ></a >", { elements: 1, attributes: 0, start: 0 }],
    [" \t\r\n<a b='1' c = \"2\"\n/>\n", { elements: 1, attributes: 2, start: 0 }],
    ["<a b='x=\"y\">z'/>", { elements: 1, attributes: 1, start: 0 }],
    ["<!-- x --><a><!----><![CDATA[<&]]>]] ></a><!-- y -->", { elements: 1, attributes: 0, start: 0 }],
    ["<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x010ffff;</a>", { elements: 1, attributes: 0, start: 0 }],
    ["<a b='&lt;'><c/><d></d></a>", { elements: 3, attributes: 1, start: 0 }],
    ["<xmlish/>", { elements: 1, attributes: 0, start: 0 }],
    ['<?xml version="1.0"?><a/>', { elements: 1, attributes: 0, start: 21 }],
    ['<?xml version="1.10"?><a/>', { elements: 1, attributes: 0, start: 22 }],
    ["<?xml\tversion = '1.1' ?><a/>", { elements: 1, attributes: 0, start: 24 }],
    ["<?xml version='1.0' encoding='UTF-8'?><a/>", { elements: 1, attributes: 0, start: 38 }],
    ["<?xml version='1.0' encoding=\"us-ascii\" standalone='no' ?><a/>", { elements: 1, attributes: 0, start: 58 }],
    ["<?xml version='1.0' standalone=\"yes\"?><a/>", { elements: 1, attributes: 0, start: 38 }],
    [
      "<?xml\t version\t =\n '1.1'  encoding \t= 'utf-8'\n standalone \t=\r\n 'no' \t?><a/>",
      { elements: 1, attributes: 0, start: 71 },
    ],
  ])("%j passes", (source, found) => {
    expect(checkXml(source, WIDE)).toEqual(found);
  });

  test.each(["utf-8", "utf8", "UTF8", "ascii", "US-ASCII"])("the encoding %s is taken", (encoding) => {
    expect(checkXml(`<?xml version="1.0" encoding="${encoding}"?><a/>`, WIDE).elements).toBe(1);
  });
});

describe("what is not", () => {
  const START = "a faulty or unfinished start tag";
  const REFERENCE = "an & that does not begin a reference";
  const UNKNOWN = "a reference to an entity or character that XML does not know";
  test.each([
    ["", "there is no element (line 1, column 1)"],
    ["<a>&#x000000041;</a>", `${UNKNOWN} (line 1, column 4)`],
    ["<a>&#x0000000041;</a>", `${REFERENCE} (line 1, column 4)`],
    ["<!-- x -->", "there is no element (line 1, column 11)"],
    ["<a>\n<b>", "it ends before its last end tag (line 2, column 4)"],
    ["x<a/>", "text outside the root element (line 1, column 1)"],
    ["<a/>\n y", "text outside the root element (line 2, column 2)"],
    ["<a/><b/>", "more than one root element (line 1, column 5)"],
    ["<a></b>", "</a> is expected here (line 1, column 4)"],
    ["<a></ab>", "</a> is expected here (line 1, column 4)"],
    ["<ab></a>", "</ab> is expected here (line 1, column 5)"],
    ["<a></a x>", "</a> is expected here (line 1, column 4)"],
    ["<a></ a>", "</a> is expected here (line 1, column 4)"],
    [`<${"a".repeat(40)}></b>`, `</${"a".repeat(40)}> is expected here (line 1, column 43)`],
    [`<${"a".repeat(41)}></b>`, "an end tag without its start tag (line 1, column 44)"],
    ["</a>", "an end tag without its start tag (line 1, column 1)"],
    ["<a b/>", `${START} (line 1, column 4)`],
    ["<a b=1/>", `${START} (line 1, column 4)`],
    ['<a b;"x"/>', `${START} (line 1, column 4)`],
    ['<a ="x"/>', `${START} (line 1, column 4)`],
    ["<a b='1'c='2'/>", `${START} (line 1, column 9)`],
    ["<a", `${START} (line 1, column 3)`],
    ["<a/ >", `${START} (line 1, column 3)`],
    ["<a b='x>", "an attribute without end (line 1, column 6)"],
    ["<a b='x\">", "an attribute without end (line 1, column 6)"],
    ["<a b='<'/>", "a < in an attribute (line 1, column 6)"],
    ["<a b='' b=''/>", "the same attribute twice (line 1, column 9)"],
    ["<a b='x & y'/>", `${REFERENCE} (line 1, column 9)`],
    ["<a>&lt</a>", `${REFERENCE} (line 1, column 4)`],
    ["<a>x&#000000000065;</a>", `${REFERENCE} (line 1, column 5)`],
    ["<a>&#00000065;</a>", `${UNKNOWN} (line 1, column 4)`],
    ["<a>&nope;</a>", `${UNKNOWN} (line 1, column 4)`],
    ["<a>&;</a>", `${UNKNOWN} (line 1, column 4)`],
    ["<a>&#0;</a>", `${UNKNOWN} (line 1, column 4)`],
    ["<a>]]></a>", "]]> in text (line 1, column 4)"],
    ["<a><!-- -- --></a>", "a comment without end or with -- in it (line 1, column 4)"],
    ["<a><!--></a>", "a comment without end or with -- in it (line 1, column 4)"],
    ["<!-- ", "a comment without end or with -- in it (line 1, column 1)"],
    ["<a><![CDATA[]></a>", "a CDATA section without end (line 1, column 4)"],
    ["<![CDATA[]]><a/>", "a < that does not begin a tag (line 1, column 1)"],
    ["<a>< b/></a>", "a < that does not begin a tag (line 1, column 4)"],
    ["<a><1/></a>", "a < that does not begin a tag (line 1, column 4)"],
    ["<!ELEMENT a><a/>", "a < that does not begin a tag (line 1, column 1)"],
    ["<?xml?><a/>", "a faulty XML declaration (line 1, column 1)"],
    ["<?xml version='2.0'?><a/>", "a faulty XML declaration (line 1, column 1)"],
    ["<?xml version='1.0\"?><a/>", "a faulty XML declaration (line 1, column 1)"],
    ["<?xml version='1.'?><a/>", "a faulty XML declaration (line 1, column 1)"],
    ["<?xml version='1.0' encoding='8859'?><a/>", "a faulty XML declaration (line 1, column 1)"],
    ["<?xml version='1.0' encoding='utf-8\"?><a/>", "a faulty XML declaration (line 1, column 1)"],
    ["<?xml version='1.0' standalone='maybe'?><a/>", "a faulty XML declaration (line 1, column 1)"],
    ["<?xml version='1.0' standalone='no' encoding='utf-8'?><a/>", "a faulty XML declaration (line 1, column 1)"],
  ])("%j is told with its place", (source, fault) => {
    expect(() => checkXml(source, WIDE)).toThrow(`The XML is not well-formed: ${fault}.`);
  });

  test.each([
    ["<!DOCTYPE a><a/>", "a DOCTYPE, which is not accepted (line 1, column 1)"],
    ["<a/><!DOCTYPE a>", "a DOCTYPE, which is not accepted (line 1, column 5)"],
    ["<a><?x y?></a>", "a processing instruction, which is not accepted (line 1, column 4)"],
    [" <?xml version='1.0'?><a/>", "a processing instruction, which is not accepted (line 1, column 2)"],
    ["<?xmlish?><a/>", "a processing instruction, which is not accepted (line 1, column 1)"],
  ])("%j holds what no document here needs", (source, what) => {
    expect(() => checkXml(source, WIDE)).toThrow(`The XML holds ${what}.`);
  });

  test.each(["latin1", "utf-16", "xutf-8", "utf-8x", "UTF-88"])("the encoding %s is refused", (encoding) => {
    const source = `<?xml version="1.0" encoding="${encoding}"?><a/>`;
    expect(() => checkXml(source, WIDE)).toThrow("declares an encoding other than UTF-8");
  });
});

describe("a limit", () => {
  test.each<[string, Partial<XmlLimits>, string, string, string]>([
    [
      "of depth",
      { depth: 2 },
      "<a><b/></a>",
      "<a><b><c/></b></a>",
      "more than 2 levels of elements (line 1, column 7)",
    ],
    [
      "of attributes",
      { attributes: 1 },
      "<a b=''><c d=''/></a>",
      "<a b='' c=''/>",
      "more than 1 attributes (line 1, column 9)",
    ],
    [
      "of nodes",
      { nodes: 4 },
      "<a b=''><!----><![CDATA[]]></a>",
      "<a b=''><!----><![CDATA[]]><c/></a>",
      "more than 4 elements, attributes, comments and CDATA sections (line 1, column 28)",
    ],
    [
      "of references",
      { references: 2 },
      "<a b='&lt;'>&lt;</a>",
      "<a b='&lt;'>&lt;\n&lt;</a>",
      "more than 2 references (line 2, column 1)",
    ],
    // The values of attributes do not count: <a b=""> has 8 characters, </a> has 4.
    [
      "of tags",
      { markup: 12 },
      '<a b="value">text</a>',
      '<a bc="value">text</a>',
      "tags of more than 12 characters in all (line 1, column 19)",
    ],
    ["of one tag", { markup: 8 }, "<abcde/>", "<abcdef/>", "tags of more than 8 characters in all (line 1, column 1)"],
  ])("%s is exact", (_, limits, allowed, refused, what) => {
    const own = { ...WIDE, ...limits };
    expect(checkXml(allowed, own).elements).toBeGreaterThan(0);
    expect(() => checkXml(refused, own)).toThrow(`The XML holds ${what}.`);
  });
});
