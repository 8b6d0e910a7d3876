/** Which records are read by the places of their elements, and which as a whole: both ways give the same, one is quicker. */
import { describe, expect, test } from "bun:test";
import type { Asked } from "./asked.ts";
import type { Branch } from "./document.ts";
import { PoolScanner } from "./pool-scan.ts";
import { readRecord, text } from "./record.ts";
import { encodePayload } from "./testing/encode-payload.ts";
import { plainRecord } from "./testing/plain-record.ts";

type Children = Exclude<Asked, true>;
const ALL = { A: true, B: true, P: true } as const;

/** `{13}` is `&#13;` as another writer of the envelope may send it, `{quot}` is `&quot;`. */
function encoded(document: string): Buffer {
  const text = encodePayload(document).toString("latin1");
  return Buffer.from(
    text.replace(/\{(\w+)\}/g, (_, name) => `&${Number(name) ? "#" : ""}${name};`),
    "latin1",
  );
}

/** What is asked for of each record of a pool; undefined for one that has to be read as a whole. */
function asked(records: readonly string[], what: Children, stepBytes = 1_000_000): (Branch | undefined)[] {
  const bytes = encoded(`<VM_POOL>${records.join("")}</VM_POOL>`);
  const scanner = new PoolScanner(bytes, { root: "VM_POOL", element: "VM", asked: what });
  while (!scanner.advance(stepBytes));
  return records.map((_, record) => scanner.asked(record));
}

describe("by the places of its elements a record is read", () => {
  const FORMS: readonly (readonly [form: string, inside: string])[] = [
    ["a text", "<A>x</A>"],
    ["nothing in two ways", "<A/><B></B>"],
    ["blanks alone", "<A> \t\n</A>"],
    ["blanks around children", " <A>x</A>\t<B>y</B>\n"],
    ["blanks of each kind", "<P> <A/></P><P>\t<A/></P><P>\n<A/></P>"],
    ["a section", "<A><![CDATA[x]]></A>"],
    ["an empty section", "<A><![CDATA[]]></A>"],
    ["what would be markup in a section", "<A><![CDATA[1 < 2 & </A> &lt;&#65; ]] >]]></A>"],
    ["a > in a text", "<A>1 > 0</A>"],
    ["references of the document", "<A>&lt;&gt;&amp;&quot;&apos;</A>"],
    ["references of the envelope", "<A>{quot}{apos}</A><B><![CDATA[{quot}]]></B>"],
    ["a line end of two characters", "<A>a\r\nb</A>"],
    ["characters of two bytes", "<A>\u0100\u07ff</A>"],
    ["characters of three bytes", "<A>\u0800\u7db2\ucfff</A>"],
    ["elements in elements", "<P><A>1</A><B>2</B></P><P><A/></P>"],
  ];
  test.each(FORMS)("that holds %s", (_, inside) => {
    const record = `<VM>${inside}</VM>`;
    for (const step of [1, 9, 1_000_000]) {
      const [found] = asked([record], ALL, step);
      const decoded = record.replaceAll("{quot}", '"').replaceAll("{apos}", "'");
      expect(found && plainRecord(found)).toEqual(plainRecord(readRecord(decoded, "VM")));
    }
  });
});

describe("as a whole a record is read", () => {
  const FORMS: readonly (readonly [form: string, record: string])[] = [
    ["nothing", "<VM/>"],
    ["nothing between two tags", "<VM></VM>"],
    ["a text alone", "<VM>x</VM>"],
    ["a section alone", "<VM><![CDATA[x]]></VM>"],
    ["a text in front of an element", "<VM>x<A/></VM>"],
    ["a text behind an element", "<VM><A/>x</VM>"],
    ["a text between two elements of another", "<VM><P><A/>x<A/></P></VM>"],
    ["a section behind an element", "<VM><A/><![CDATA[x]]></VM>"],
    ["an element behind a section", "<VM><P><![CDATA[x]]><A/></P></VM>"],
    ["a section behind a text", "<VM><A>x<![CDATA[y]]></A></VM>"],
    ["a section behind a blank", "<VM><A> <![CDATA[y]]></A></VM>"],
    ["a text behind a section", "<VM><A><![CDATA[y]]>x</A></VM>"],
    ["a blank behind a section", "<VM><A><![CDATA[y]]> </A></VM>"],
    ["two sections", "<VM><A><![CDATA[y]]><![CDATA[z]]></A></VM>"],
    ["a number of a character", "<VM><A>&#65;</A></VM>"],
    ["the same of the envelope", "<VM><A>{65}</A></VM>"],
    ["the same in a section", "<VM><A><![CDATA[{65}]]></A></VM>"],
    ["a reference that is none", "<VM><A>&x;</A></VM>"],
    ["an ampersand", "<VM><A>a & b</A></VM>"],
    ["the character that deletes", "<VM><A>\u007f</A></VM>"],
    ["a control character of two bytes", "<VM><A>\u0085</A></VM>"],
    ["the first character that is not in the plain form", "<VM><A>\ue000</A></VM>"],
    ["a character of four bytes", "<VM><A><![CDATA[\u{1f600}]]></A></VM>"],
    ["a name that is not ASCII", "<VM><\u00e9/></VM>"],
    ["such a name behind a letter", "<VM><A\u00e9>x</A\u00e9></VM>"],
  ];
  test.each(FORMS)("that holds %s", (_, record) => {
    for (const step of [1, 9, 1_000_000]) {
      // Whatever the records beside it are.
      const found = asked(["<VM><A>1</A></VM>", record, "<VM><A>2</A></VM>"], ALL, step);
      expect(found.map((one) => one && text(one, "A"))).toEqual(["1", undefined, "2"]);
    }
  });
});

describe("of names that are alike", () => {
  const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."];

  test("only the one is found that is asked for: not a longer one that begins so", () => {
    const longer = LETTERS.flatMap((second) => LETTERS.map((third) => `<A${second}${third}/>`)).join("");
    const [found] = asked([`<VM>${longer}<A>1</A></VM>`], { A: true });
    expect(found && plainRecord(found)).toEqual({ A: "1" });
  });

  test("only the one is found that is asked for: not another of the same length", () => {
    const others = LETTERS.flatMap((second) => LETTERS.map((third) => `<A${second}${third}/>`)).join("");
    for (const name of ["ABC", "A-_", "Az9"]) {
      const [found] = asked([`<VM>${others.replace(`<${name}/>`, `<${name}>1</${name}>`)}</VM>`], { [name]: true });
      expect(found && plainRecord(found)).toEqual({ [name]: "1" });
    }
  });

  test("each is found of as many as are asked for", () => {
    const names = LETTERS.slice(0, 53)
      .flatMap((first) => [first, `${first}${first}`, `${first}xy`])
      .filter((name) => /^[A-Za-z_]/.test(name));
    const record = `<VM>${names.map((name, index) => `<${name}>${index}</${name}>`).join("")}</VM>`;
    const [found] = asked([record], Object.fromEntries(names.map((name) => [name, true as const])));
    expect(found && plainRecord(found)).toEqual(Object.fromEntries(names.map((name, index) => [name, String(index)])));
  });
});

describe("where there is room for some at first", () => {
  test.each([1, 254, 255, 256, 257, 258, 700])("%d records are found, each with its own", (count) => {
    const records = Array.from({ length: count }, (_, id) => `<VM><A>${id}</A></VM>`);
    expect(asked(records, { A: true }).map((found) => found && text(found, "A"))).toEqual(
      records.map((_, id) => String(id)),
    );
  });

  test.each([1_022, 1_023, 1_024, 1_025, 2_000])("%d elements of one record are found", (count) => {
    const [found] = asked([`<VM>${Array.from({ length: count }, (_, id) => `<A>${id}</A>`).join("")}</VM>`], ALL);
    expect(found && plainRecord(found)).toEqual({ A: Array.from({ length: count }, (_, id) => String(id)) });
  });

  test("those of a record that is read as a whole make room for others", () => {
    const many = `<VM>${"<A>1</A>".repeat(1_000)}</VM>`;
    const found = asked([many.replace("</VM>", "x</VM>"), many, "<VM><A>2</A></VM>"], ALL);
    expect(found.map((one) => one?.all("A").length)).toEqual([undefined, 1_000, 1]);
  });
});

test("a record of 64 kB is read by its places, a larger one as a whole", () => {
  const record = (bytes: number): string =>
    `<VM><A>${"x".repeat(bytes - encodePayload("<VM><A></A></VM>").length)}</A></VM>`;
  const found = [64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1].map((bytes) => asked([record(bytes)], ALL)[0] !== undefined);
  expect(found).toEqual([true, true, false]);
});
