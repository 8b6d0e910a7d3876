import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { nonEmpty } from "../testing/non-empty.ts";
import { type Branch, plainDocument } from "./document.ts";
import { type PlainRecord, plainRecord } from "./testing/plain-record.ts";

/** What Bun's parser makes of a document; undefined where it refuses it. */
function ofBun(document: string): PlainRecord | undefined {
  try {
    return Object.values(Bun.XML.parse(document) as Record<string, PlainRecord>)[0];
  } catch {
    return undefined;
  }
}

/** Plain or not: what is taken must be what Bun's parser reads. @returns whether it is taken. */
function agrees(document: string): boolean {
  const ours = plainDocument(document);
  if (ours === undefined) return false;
  const theirs = ofBun(document);
  expect(theirs).toBeDefined();
  expect(JSON.stringify(plainRecord(ours))).toBe(JSON.stringify(theirs));
  return true;
}

const MACHINE =
  "<VM><ID>7</ID><NAME>a &amp; b</NAME><EMPTY/><NONE></NONE> <TEMPLATE>\n<CPU><![CDATA[1]]></CPU><NIC><IP><![CDATA[10.0.0.1]]></IP></NIC>" +
  "<A><![CDATA[]]></A><NIC><IP><![CDATA[<10> & ]]]></IP></NIC><BLANK> </BLANK></TEMPLATE><M\u00fc/></VM>".replace(
    "<M\u00fc/>",
    "<M>\u00fc\t\u4e2d</M>",
  );

describe("a document in oned's plain form", () => {
  test("is read as Bun's parser reads it", () => {
    expect(agrees(MACHINE)).toBe(true);
  });

  test("gives the first and all children of a name, decoded, and nothing of deeper ones", () => {
    const root = plainDocument(MACHINE) as Branch;
    expect(root.first("NAME")).toBe("a & b");
    expect(root.first("CPU")).toBeUndefined();
    expect(root.first("I")).toBeUndefined();
    const template = root.first("TEMPLATE") as Branch;
    const addresses = nonEmpty(template.all("NIC")).map((nic) => (nic as Branch).first("IP"));
    expect(addresses).toEqual(["10.0.0.1", "<10> & ]"]);
    expect(template.all("DISK")).toEqual([]);
    expect(template.first("BLANK")).toBe(" ");
  });

  test("two documents that are read one after the other stay apart", () => {
    const one = plainDocument("<A><B>1</B><C><D>2</D></C></A>") as Branch;
    const other = plainDocument("<LONGER><E>&lt;</E></LONGER>") as Branch;
    expect(plainRecord(one)).toEqual({ B: "1", C: { D: "2" } });
    expect(other.first("E")).toBe("<");
  });

  test("may have a thousand elements more than there is room for at first", () => {
    const many = `<A>${"<B>1</B>".repeat(5_000)}</A>`;
    expect((plainDocument(many) as Branch).all("B").length).toBe(5_000);
  });
});

test("elements of two documents are not the same to who compares them by mistake", () => {
  expect(plainDocument("<A><B>1</B></A>")).not.toEqual(plainDocument("<A><B>2</B></A>"));
});

describe("left to Bun's parser", () => {
  const OTHERS: Readonly<Record<string, string>> = {
    "an attribute": '<A><B x="1">2</B></A>',
    "text beside elements": "<A>1<B>2</B></A>",
    "text behind elements": "<A><B>2</B>1</A>",
    "text beside a CDATA section": "<A>1<![CDATA[2]]></A>",
    "two CDATA sections": "<A><![CDATA[1]]><![CDATA[2]]></A>",
    "a comment": "<A><!-- 1 --><B/></A>",
    "a processing instruction": "<A><?x y?></A>",
    "a declaration": '<?xml version="1.0"?><A/>',
    "a number of a character": "<A>&#65;</A>",
    "an unknown reference": "<A>&x;</A>",
    "an ampersand": "<A>1 & 2</A>",
    "a name beyond ASCII": "<A><\u00fc/></A>",
    "a character that XML forbids": "<A>\u0001</A>",
    "the same in a CDATA section": "<A><![CDATA[\u0001]]></A>",
    "a carriage return": "<A>1\r\n2</A>",
    "the end of a CDATA section that never began": "<A>]]></A>",
    "another end tag": "<A><B></C></A>",
    "an end tag of a longer name": "<A><B></BB></A>",
    "something behind the root": "<A/> ",
    "a second root": "<A/><B/>",
    "no tag": "A",
    nothing: "",
    "elements that are nested deeper than any of oned's": `${"<A>".repeat(65)}${"</A>".repeat(65)}`,
  };
  for (const [name, document] of Object.entries(OTHERS)) {
    test(name, () => expect(plainDocument(document)).toBeUndefined());
  }

  test("every document that was cut", () => {
    for (let length = 0; length < MACHINE.length; length++) {
      expect(plainDocument(MACHINE.slice(0, length))).toBeUndefined();
    }
  });
});

const RUNS = Number(process.env.OCCI_FUZZ_CASES ?? 2_000);
const PIECES = [
  "<A>",
  "</A>",
  "<B>",
  "</B>",
  "<B/>",
  "<C",
  ">",
  "/>",
  "x",
  " ",
  "\n",
  "&lt;",
  "&",
  "]]>",
  "<![CDATA[",
  "]",
  "\u00e9",
  "\ud83d\ude00",
  "\u0000",
  "\ufffe",
  "\u0085",
  "<!--",
  "-->",
  ' y="1"',
  "&#1;",
  ".",
];

test("whatever is taken is what Bun's parser reads: documents of pieces, and a machine with pieces in it", () => {
  let taken = 0;
  const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((all) => `<A>${all.join("")}</A>`);
  const changed = fc
    .tuple(fc.nat(MACHINE.length), fc.nat(4), fc.constantFrom(...PIECES, ""))
    .map(([at, length, piece]) => MACHINE.slice(0, at) + piece + MACHINE.slice(at + length));
  fc.assert(
    fc.property(fc.oneof(pieces, changed), (document) => {
      if (agrees(document)) taken++;
    }),
    { numRuns: RUNS },
  );
  expect(taken).toBeGreaterThan(RUNS / 50);
});
