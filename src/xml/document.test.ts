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
    "an ampersand in front of a reference": "<A>&&lt;</A>",
    "an ampersand just before a reference": "<A>&x&lt;</A>",
    "a reference without its end": "<A>&lt</A>",
    "a reference that goes on": "<A>&ltx;</A>",
    "a reference in capitals": "<A>&LT;</A>",
    "an end tag alone": "</A>",
    "an end tag of a shorter name": "<A><BB></B></A>",
    "an end tag with a blank": "<A></A ></A>",
    "a start tag with a blank": "<A ></A>",
    "an empty element with a blank": "<A><B /></A>",
    "a slash that ends nothing": "<A><B/C></A>",
    "a slash with another character behind it": "<A><B/x</A>",
    "such a slash in the root": "<A/x",
    "a name that begins with a digit": "<A><1/></A>",
    "no name": "<A><></></A>",
    "a > in a text": "<A>1 > 2</A>",
    "blanks in front of the root": " <A/>",
    "something in place of the first <": "xA></A>",
    "an element behind a CDATA section": "<A><![CDATA[1]]><B/></A>",
    "a blank behind a CDATA section": "<A><![CDATA[1]]> </A>",
    "another declaration": "<A><!CDATA[1]]></A>",
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

describe("each character", () => {
  /** All of ASCII, and the ends of the ranges beyond it. */
  const CHARACTERS = [
    ...Array(0x80).keys(),
    0x9f,
    0xa0,
    0xff,
    0x100,
    0x7ff,
    0xd7ff,
    0xd800,
    0xdfff,
    0xe000,
    0xfffd,
  ].map((code) => String.fromCharCode(code));
  /** The places where a character may stand, and which ones belong to the plain form there. */
  const PLACES: readonly (readonly [place: string, document: (character: string) => string, plain: RegExp])[] = [
    ["begins a name", (it) => `<A><${it}B/></A>`, /[A-Za-z_]/],
    ["is in a name", (it) => `<A><B${it}C></B${it}C></A>`, /[-.\w]/],
    ["is in a text", (it) => `<A>a${it}b</A>`, /[\t\n -%'-;=?-~\u00a0-\ud7ff]/],
    ["is all of a text", (it) => `<A>${it}</A>`, /[\t\n -%'-;=?-~\u00a0-\ud7ff]/],
    ["is in a CDATA section", (it) => `<A><![CDATA[a${it}b]]></A>`, /[\t\n -~\u00a0-\ud7ff]/],
    ["is in front of a child", (it) => `<A>${it}<B/></A>`, /[\t\n ]/],
    ["is behind a child", (it) => `<A><B></B>${it}</A>`, /[\t\n ]/],
    ["is between two children", (it) => `<A><B/>${it}<B/></A>`, /[\t\n ]/],
  ];
  test.each(PLACES)("that %s is read as Bun's parser reads it, or left to that", (_, document, plain) => {
    for (const character of CHARACTERS) {
      const taken = agrees(document(character));
      expect([character, taken]).toEqual([character, plain.test(character)]);
    }
  });
});

describe("where there is room for some elements at first", () => {
  test.each([1_021, 1_022, 1_023, 1_024, 4_093, 4_094, 4_095, 4_096, 17_000])("%d are all read", (count) => {
    const root = plainDocument(
      `<A>${Array.from({ length: count }, (_, i) => `<B>${i}</B>`).join("")}<C/></A>`,
    ) as Branch;
    expect(root.all("B")).toEqual(Array.from({ length: count }, (_, i) => String(i)));
    expect(root.first("C")).toBe("");
  });

  test("they may be 64 deep", () => {
    expect(agrees(`${"<A>".repeat(64)}x${"</A>".repeat(64)}`)).toBe(true);
    expect(agrees(`${"<A>".repeat(64)}<B/>${"</A>".repeat(64)}`)).toBe(true);
  });
});

describe("the children of an element", () => {
  const root = plainDocument("<A><B>1</B><C>2</C><B><D>3</D></B><BB>4</BB><C/><E>5</E><C>&lt;</C></A>") as Branch;

  test("stand by name where the first of them is", () => {
    expect(root.entries().map(([name, child]) => [name, plainRecord(child)])).toEqual([
      ["B", "1"],
      ["B", { D: "3" }],
      ["C", "2"],
      ["C", ""],
      ["C", "<"],
      ["BB", "4"],
      ["E", "5"],
    ]);
  });

  test("have their texts: of a name that comes twice the last, unless that is an element", () => {
    const found = new Map([["old", "0"]]);
    root.texts(found);
    expect(Object.fromEntries(found)).toEqual({ old: "0", C: "<", BB: "4", E: "5" });
  });

  test("are found by their whole name", () => {
    expect([root.first("B"), root.first("BB"), root.first("E"), root.first("D"), root.first("")]).toEqual([
      ...["1", "4", "5"],
      ...[undefined, undefined],
    ]);
    expect(["B", "C", "BBB", "F"].map((name) => root.all(name).length)).toEqual([2, 3, 0, 0]);
  });

  test("have places in the text of the document", () => {
    const document = "<A><B>12</B><C/><B><![CDATA[3]]></B></A>";
    const places = (plainDocument(document) as Branch).places("B");
    expect(places.map(([start, end]) => document.slice(start, end))).toEqual(["12", "3"]);
    expect((plainDocument(document) as Branch).places("D")).toEqual([]);
  });
});

describe("whatever stands around an element", () => {
  /** Elements of few names, so that the same ones stand in and behind each other. */
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc
      .tuple(
        fc.constantFrom("A", "B", "AB"),
        fc.oneof(
          { maxDepth: 4 },
          fc.constantFrom("", "x", "&lt;"),
          fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
        ),
      )
      .map(([name, inside]) => `<${name}>${typeof inside === "string" ? inside : inside.join("")}</${name}>`),
  }));

  /** Compares each way to the children of an element with what Bun's parser has there. */
  function compare(ours: string | Branch, theirs: PlainRecord): void {
    expect(plainRecord(ours)).toEqual(theirs);
    if (typeof ours === "string" || typeof theirs === "string") return;
    const texts = new Map<string, string>();
    ours.texts(texts);
    for (const name of ["A", "B", "AB", "C"]) {
      const found = (Object.hasOwn(theirs, name) ? theirs[name] : []) as PlainRecord | PlainRecord[];
      const children = Array.isArray(found) ? found : [found];
      const all = ours.all(name);
      expect(all).toHaveLength(children.length);
      expect(ours.places(name)).toHaveLength(children.length);
      for (const [index, child] of children.entries()) compare(all[index] as string | Branch, child);
      const first = ours.first(name);
      expect(first === undefined ? undefined : plainRecord(first)).toEqual(children[0] as PlainRecord);
      const last = children.at(-1);
      expect(texts.get(name)).toBe(typeof last === "string" ? last : (undefined as never));
    }
  }

  test("its children are its own, by name, in order, and no others", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), (children) => {
        const document = `<R>${children.join("")}</R>`;
        compare(plainDocument(document) as Branch, ofBun(document) as PlainRecord);
      }),
      { numRuns: 500 },
    );
  });

  test("what stands behind its end is not in it", () => {
    const root = plainDocument("<R><P><A>1</A></P><B>2</B><P/><Q><B>3</B></Q></R>") as Branch;
    const part = root.first("P") as Branch;
    expect([part.first("B"), part.all("B"), part.places("B"), part.entries().length]).toEqual([undefined, [], [], 1]);
    expect((root.first("Q") as Branch).first("P")).toBeUndefined();
  });
});

test("a root that holds no elements is its text", () => {
  expect(
    ["<A/>", "<A></A>", "<A> </A>", "<A>&lt;x&amp;&gt;</A>", "<A><![CDATA[&lt;]]></A>"].map(plainDocument),
  ).toEqual([...["", "", " ", "<x&>", "&lt;"]]);
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
