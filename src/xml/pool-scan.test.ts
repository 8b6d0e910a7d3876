/** Where the records of a pool are, and which bytes are no pool. */
import { describe, expect, test } from "bun:test";
import { PoolScanner } from "./pool-scan.ts";
import { encodePayload } from "./testing/encode-payload.ts";

const SHAPE = { root: "P", element: "R", siblings: ["Q"] };

/** Scans in steps. @returns the records, with the contents of their first ID and NAME. */
function scanned(pool: string, stepBytes = 1_000) {
  const bytes = encodePayload(pool);
  const scanner = new PoolScanner(bytes, SHAPE);
  while (!scanner.advance(stepBytes));
  const part = (record: number, field: number) =>
    bytes.toString("utf8", scanner.field(record, field), scanner.field(record, field + 1));
  return Array.from({ length: scanner.count }, (_, record) => [0, 2, 4].map((field) => part(record, field)));
}
const encoded = (text: string) => encodePayload(text).toString();

describe("the records", () => {
  test("are found with their first ID and NAME, whatever stands in and between them", () => {
    const records = [
      "<R><ID>1</ID><NAME>a</NAME><ID>2</ID><X><ID>3</ID></X></R>",
      "<R/>",
      "<R><X/><NAME><![CDATA[<R>]] ]]></NAME><ID>4</ID><NAME>b</NAME><T>[a]>[b]</T></R>",
      "<R><IDX>5</IDX><NAMES>c</NAMES></R>",
    ];
    const siblings = ["<Q><ID>9</ID><NAME>q</NAME></Q>", "<Q/>"];
    const pool = `<P>${siblings[0]}${records[0]}${siblings[0]}${records[1]}${siblings[1]}${records[2]}${records[3]}</P>`;
    for (const step of [1, 7, 1_000]) {
      expect(scanned(pool, step)).toEqual([
        [encoded(records[0] ?? ""), "1", "a"],
        [encoded(records[1] ?? ""), "", ""],
        [encoded(records[2] ?? ""), "4", encoded("<![CDATA[<R>]] ]]>")],
        [encoded(records[3] ?? ""), "", ""],
      ]);
    }
  });

  test("may be none, or more than there is room for at first", () => {
    expect([scanned("<P/>"), scanned("<P></P>")]).toEqual([[], []]);
    const many = Array.from({ length: 70 }, (_, id) => `<R><ID>${id}</ID></R>`);
    expect(scanned(`<P>${many.join("")}</P>`).map(([, id]) => id)).toEqual(many.map((_, id) => String(id)));
  });

  test("may be 64 elements deep, and no more", () => {
    const deep = (depth: number) => `<P><R>${"<A>".repeat(depth - 1)}${"</A>".repeat(depth - 1)}</R></P>`;
    expect(scanned(deep(64))).toHaveLength(1);
    expect(() => scanned(deep(65))).toThrow("elements nested too deeply");
  });
});

describe("a long text is scanned in parts", () => {
  const many = "&lt;".repeat(1_000);
  test.each([
    ["with references", `<P><R>${many}</R></P>`],
    ["in a section", `<P><R><![CDATA[${many}]]></R></P>`],
    ["between two records", `<P><Q>${many}</Q></P>`],
    ["of many elements", `<P><R>${"<A/>".repeat(500)}</R></P>`],
    ["of many records", `<P>${"<R/>".repeat(500)}</P>`],
  ])("%s", (_, pool) => {
    const bytes = encodePayload(pool);
    const scanner = new PoolScanner(bytes, SHAPE);
    let steps = 1;
    while (!scanner.advance(100)) steps += 1;
    // Each goes on to the end of what it is at.
    expect(steps).toBeGreaterThan(bytes.length / 150);
    expect(steps).toBeLessThanOrEqual(Math.ceil(bytes.length / 100));
    expect(scanner.advance(100)).toBe(true);
  });
});

test.each([
  ["another root", "<O></O>", "no start of P"],
  ["a root that begins like it", "<PP></PP>", "no start of P"],
  ["no end", "<P>", "no end of P"],
  ["another end", "<P></O>", "no end of P"],
  ["a pool behind a pool", "<P></P><P></P>", "an end tag without its start tag"],
  ["an end of another name in between", "<P></PP></P>", "an end tag without its start tag"],
  ["text between", "<P>x</P>", "something between two records"],
  ["another element between", "<P><O/></P>", "an element that is not a record"],
  ["an element that begins like a record", "<P><RR/></P>", "an element that is not a record"],
  ["a slash that ends nothing", "<P><R/x></R></P>", "a faulty start tag"],
  ["a slash in a child", "<P><R><A/x></R></P>", "a faulty start tag"],
  ["an attribute", '<P><R a="1"></R></P>', "a faulty start tag"],
  ["an end tag that is longer", "<P><R><A></AB></R></P>", "an end tag without its start tag"],
  ["an end tag that is shorter", "<P><R><AB></A></R></P>", "an end tag without its start tag"],
  ["an end tag with a blank", "<P><R><A></A ></R></P>", "an end tag without its start tag"],
  ["a comment", "<P><R><!-- --></R></P>", "a declaration"],
  ["a name that begins with a digit", "<P><R><1/></R></P>", "a faulty tag"],
  ["a name that begins with -", "<P><R><-/></R></P>", "a faulty tag"],
  ["no name", "<P><R><></></R></P>", "a faulty tag"],
  ["the end of a section alone", "<P><R>]]></R></P>", "the end of a CDATA section that never began"],
  ["a section without end", "<P><R><![CDATA[x</R></P>", "a byte that is not allowed there"],
  ["a section that ends where it begins", "<P><R><![CDATA[]></R></P>", "a byte that is not allowed there"],
  ["a control character", "<P><R>\u0001</R></P>", "a byte that is not allowed there"],
  ["one in a section", "<P><R><![CDATA[\u0001]]></R></P>", "a byte that is not allowed there"],
])("%s is damage", (_, pool, fault) => {
  for (const step of [1, 1_000]) {
    expect(() => scanned(pool, step)).toThrow(expect.objectContaining({ code: "ONED_DAMAGED_ANSWER" }));
    expect(() => scanned(pool, step)).toThrow(fault);
  }
});
