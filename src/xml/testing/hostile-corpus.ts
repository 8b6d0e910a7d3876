/** Documents that no reader of this folder may take for good, each made on demand. For tests. */

export interface HostileDocument {
  readonly name: string;
  readonly make: () => string | Uint8Array;
  /** Well-formed, and refused to clients only: from oned it may be read, quickly and without harm. */
  readonly clientsOnly?: true;
}

const many = (count: number, text: string) => text.repeat(count);
const bytes = (...codes: number[]) => new Uint8Array(codes);
const utf16 = (text: string) => new Uint8Array([0xff, 0xfe, ...Buffer.from(text, "utf16le")]);

/** Their root, where they have one, is `a`. */
export const HOSTILE_DOCUMENTS: readonly HostileDocument[] = [
  // What a parser might fetch or expand.
  { name: "DOCTYPE", make: () => "<!DOCTYPE a><a/>" },
  { name: "DOCTYPE behind a declaration and a comment", make: () => '<?xml version="1.0"?><!-- --><!DOCTYPE a><a/>' },
  { name: "external entity", make: () => '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>' },
  { name: "external DTD", make: () => '<!DOCTYPE a SYSTEM "http://localhost:1/x.dtd"><a/>' },
  { name: "parameter entity", make: () => '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://localhost:1/">%p;]><a/>' },
  {
    name: "billion laughs",
    make: () => {
      const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${many(10, `&l${i};`)}">`);
      return `<!DOCTYPE a [<!ENTITY l0 "ha">${levels.join("")}]><a>&l9;</a>`;
    },
  },
  {
    name: "large entity, many times",
    make: () => `<!DOCTYPE a [<!ENTITY e "${many(50_000, "x")}">]><a>${many(10_000, "&e;")}</a>`,
  },
  { name: "undefined entity", make: () => "<a>&nbsp;</a>" },
  { name: "undefined entity in an attribute", make: () => '<a b="&e;"/>' },
  { name: "entity named like a property", make: () => "<a>&constructor;</a>" },

  // What is cut or does not fit together.
  { name: "nothing", make: () => "" },
  { name: "blanks", make: () => " \n\t" },
  { name: "text", make: () => "hello" },
  { name: "JSON", make: () => '{"a":1}' },
  { name: "unclosed root", make: () => "<a>" },
  { name: "unclosed child", make: () => "<a><b></a>" },
  { name: "crossed tags", make: () => "<a><b><c></b></c></a>" },
  { name: "end tag in another case", make: () => "<a></A>" },
  { name: "end tag that only begins so", make: () => "<a></ab>" },
  { name: "end tag that is only the beginning", make: () => "<a><bc></b></a>" },
  { name: "end tag alone", make: () => "</a>" },
  { name: "end tag with an attribute", make: () => '<a></a b="1">' },
  { name: "two roots", make: () => "<a/><b/>" },
  { name: "text before the root", make: () => "x<a/>" },
  { name: "text behind the root", make: () => "<a/>x" },
  { name: "reference behind the root", make: () => "<a/>&#32;" },
  { name: "CDATA behind the root", make: () => "<a/><![CDATA[x]]>" },
  { name: "unfinished tag", make: () => "<a><b" },
  { name: "unfinished end tag", make: () => "<a></a" },
  { name: "unfinished comment", make: () => "<a><!-- </a>" },
  { name: "unfinished CDATA", make: () => "<a><![CDATA[x]]</a>" },
  { name: "unfinished attribute", make: () => '<a b="1' },
  { name: "CDATA in lower case", make: () => "<a><![cdata[x]]></a>" },
  { name: "]]> in text", make: () => "<a>x]]>y</a>" },
  { name: "-- in a comment", make: () => "<a><!-- -- --></a>" },
  { name: "declaration not at the start", make: () => ' <?xml version="1.0"?><a/>' },
  { name: "declaration in the middle", make: () => '<a><?xml version="1.0"?></a>' },
  { name: "faulty declaration", make: () => '<?xml encoding="UTF-8"?><a/>' },

  // Faulty tags and attributes.
  { name: "attribute without value", make: () => "<a b/>" },
  { name: "attribute without quotes", make: () => "<a b=1/>" },
  { name: "attribute twice", make: () => '<a b="1" b="2"/>' },
  { name: "attributes without a blank", make: () => '<a b="1"c="2"/>' },
  { name: "< in an attribute", make: () => '<a b="<"/>' },
  { name: "& alone", make: () => "<a>x & y</a>" },
  { name: "& alone in an attribute", make: () => '<a b="x & y"/>' },
  { name: "< alone", make: () => "<a>1 < 2</a>" },
  { name: "blank before the name", make: () => "< a/>" },
  { name: "blank within />", make: () => "<a/ >" },
  { name: "name that begins with a digit", make: () => "<a><1b/></a>" },
  { name: "name with a sign", make: () => "<a><b$/></a>" },
  { name: "no name", make: () => "<a><></></a>" },

  // Characters and encodings.
  { name: "NUL", make: () => "<a>\u0000</a>" },
  { name: "NUL in a name", make: () => "<a\u0000/>" },
  { name: "NUL behind the root", make: () => "<a/>\u0000" },
  { name: "escape character", make: () => "<a>\u001b[2J</a>" },
  { name: "control character in CDATA", make: () => "<a><![CDATA[\u0008]]></a>" },
  { name: "U+FFFE", make: () => "<a>\ufffe</a>" },
  { name: "lone surrogate", make: () => bytes(0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80, 0x3c, 0x2f, 0x61, 0x3e) },
  { name: "reference to NUL", make: () => "<a>&#0;</a>" },
  { name: "reference to a control character", make: () => "<a>&#x1b;</a>" },
  { name: "reference to a surrogate", make: () => "<a>&#xd800;</a>" },
  { name: "reference beyond Unicode", make: () => "<a>&#x110000;</a>" },
  { name: "reference without digits", make: () => "<a>&#;</a>" },
  { name: "hexadecimal reference with a large X", make: () => "<a>&#X41;</a>" },
  { name: "reference without ;", make: () => "<a>&#65 </a>" },
  { name: "UTF-16", make: () => utf16("<a/>") },
  { name: "UTF-16 without BOM", make: () => new Uint8Array(Buffer.from("<a/>", "utf16le")) },
  { name: "UTF-16 declared", make: () => '<?xml version="1.0" encoding="UTF-16"?><a/>', clientsOnly: true },
  { name: "UTF-7", make: () => "+ADw-a/+AD4-" },
  { name: "UTF-7 declared", make: () => '<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-' },
  { name: "ISO-8859-1 declared", make: () => '<?xml version="1.0" encoding="ISO-8859-1"?><a>x</a>', clientsOnly: true },
  { name: "byte that is not UTF-8", make: () => bytes(0x3c, 0x61, 0x3e, 0xe9, 0x3c, 0x2f, 0x61, 0x3e) },
  { name: "overlong <", make: () => bytes(0xc0, 0xbc, 0x61, 0x2f, 0x3e) },
  { name: "cut UTF-8", make: () => bytes(0x3c, 0x61, 0x2f, 0x3e, 0xc3) },
  { name: "two BOMs", make: () => "\ufeff\ufeff<a/>" },

  // Size and number.
  { name: "depth of 100,000", make: () => many(100_000, "<a>") + many(100_000, "</a>") },
  { name: "depth of 200,000, unclosed", make: () => many(200_000, "<a>") },
  {
    name: "100,000 attributes",
    make: () => `<a ${Array.from({ length: 100_000 }, (_, i) => `b${i}=""`).join(" ")}/>`,
    clientsOnly: true,
  },
  { name: "100,000 attributes of one name", make: () => `<a ${many(100_000, 'b="" ')}/>` },
  { name: "100,000 elements", make: () => `<a>${many(100_000, "<b/>")}</a>`, clientsOnly: true },
  {
    name: "64 attributes on each of 2,000 elements",
    make: () => `<a>${many(2_000, `<b ${Array.from({ length: 64 }, (_, i) => `c${i}=""`).join(" ")}/>`)}</a>`,
    clientsOnly: true,
  },
  { name: "name of 2 MB", make: () => `<${many(2_000_000, "a")}/>` },
  { name: "1,000,000 references", make: () => `<a>${many(1_000_000, "&#65;")}</a>`, clientsOnly: true },
  { name: "200,000 references", make: () => `<a>${many(200_000, "&lt;")}</a>`, clientsOnly: true },
  { name: "1 MB of <", make: () => many(1_000_000, "<") },
  { name: "1 MB of &", make: () => `<a>${many(1_000_000, "&")}</a>` },
  { name: "a megabyte of unfinished comments", make: () => `<a>${many(250_000, "<!--")}` },
  { name: "a megabyte of unfinished CDATA", make: () => `<a>${many(100_000, "<![CDATA[")}` },
  { name: "a megabyte of end tags", make: () => `<a>${many(250_000, "</b>")}` },
  { name: "a megabyte of blanks in a tag", make: () => `<a${many(1_000_000, " ")}` },
  { name: "a megabyte of blanks in an end tag", make: () => `<a></a${many(500_000, " x")}` },
  { name: "a megabyte of lines before a fault", make: () => `<a>${many(1_000_000, "\n")}` },
  { name: "a megabyte in an unfinished attribute", make: () => `<a b="${many(1_000_000, "x")}` },
];

/** Well-formed documents whose names mean something to JavaScript: read as data or refused, never more. */
export const TRICKY_NAMES: readonly string[] = [
  "<a><__proto__><polluted>1</polluted></__proto__></a>",
  '<a __proto__="1" constructor="2" toString="3"/>',
  "<a><constructor><prototype><polluted>1</polluted></prototype></constructor></a>",
  "<a><hasOwnProperty>x</hasOwnProperty><toString/><valueOf/></a>",
  '<a><b polluted="1"/><__defineGetter__/></a>',
];
