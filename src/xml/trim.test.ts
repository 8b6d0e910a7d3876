import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeSlice } from "./pool-bytes.ts";
import { all, entries, readRecord, text, type XmlRecord } from "./record.ts";
import { encodePayload } from "./testing/encode-payload.ts";
import { longestPause } from "./testing/longest-pause.ts";
import { SMALL, trimmed, wasCut } from "./trim.ts";

async function trim(document: string): Promise<{ record: XmlRecord; source: string; cut: readonly string[] }> {
  const { encoded, cut } = await trimmed(encodePayload(document));
  const source = decodeSlice(encoded, 0, encoded.length);
  return { source, cut, record: readRecord(source, /^<(\w+)/.exec(document)?.[1] ?? "") };
}

const many = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => one(i)).join("");
const attribute = (index: number): string => `<A${index}><![CDATA[${index}]]></A${index}>`;
const namesIn = (record: XmlRecord, part: string): string[] =>
  entries(all(record, part)[0] ?? "").map(([name]) => name);
const DAMAGED = expect.objectContaining({ code: "ONED_DAMAGED_ANSWER" });

describe("taken as it is", () => {
  test("is a document of 64 kB, whatever is in it", async () => {
    const document = `<VM>${"<A/>".repeat(3_000)}</VM>`;
    const { source, cut, record } = await trim(document);
    expect([source, cut, wasCut(record)]).toEqual([document, [], false]);
    expect(encodePayload(document).length).toBeLessThan(SMALL);
  });

  test("is a large one that has no more than it may", async () => {
    const data = `<DATA><![CDATA[${"x<&>]]y".repeat(50_000)}]]></DATA>`;
    const document = `<VM><ID>1</ID><TEMPLATE>${data}${many(500, attribute)}</TEMPLATE><STATE>3</STATE></VM>`;
    const { source, cut } = await trim(document);
    expect(cut).toEqual([]);
    expect(source === document).toBe(true);
  });

  test("is a document of the administrator's", async () => {
    const document = `<GROUP><USERS>${many(20_000, (id) => `<ID>${id}</ID>`)}</USERS></GROUP>`;
    expect((await trim(document)).source === document).toBe(true);
  });
});

describe("left out", () => {
  test("are the attributes behind the first 2,500 elements, 4,000 of a user", async () => {
    for (const [root, most] of [
      ["VM", 2_500],
      ["USER", 4_000],
    ] as const) {
      const { record, cut } = await trim(
        `<${root}><ID>7</ID><TEMPLATE>${many(30_000, attribute)}</TEMPLATE><STATE>3</STATE></${root}>`,
      );
      expect(namesIn(record, "TEMPLATE")).toEqual(Array.from({ length: most - 1 }, (_, i) => `A${i}`));
      expect([text(record, "ID"), text(record, "STATE"), cut, wasCut(record)]).toEqual(["7", "3", ["TEMPLATE"], true]);
    }
  });

  test("are whole attributes, and those that fit behind them stay", async () => {
    const vector = `<V>${many(3_000, attribute)}</V>`;
    const long = `<LONG><![CDATA[${"x".repeat(2_000_000)}]]></LONG>`;
    const { record } = await trim(`<IMAGE><TEMPLATE><A>1</A>${vector}${long}<B>2</B></TEMPLATE></IMAGE>`);
    expect(namesIn(record, "TEMPLATE")).toEqual(["A", "B"]);
  });

  test("is what is beyond one and a quarter megabytes, of all parts together", async () => {
    const part = (name: string) =>
      `<${name}>${many(8, (i) => `<T${i}><![CDATA[${"x".repeat(100_000)}]]></T${i}>`)}</${name}>`;
    const { record, source, cut } = await trim(`<VM>${part("TEMPLATE")}${part("USER_TEMPLATE")}</VM>`);
    expect([namesIn(record, "TEMPLATE").length, namesIn(record, "USER_TEMPLATE").length]).toEqual([8, 5]);
    expect(cut).toEqual(["USER_TEMPLATE"]);
    expect(source.length).toBeLessThan(1_310_720);
  });

  test("are parts of one name that are too many, and a long text that is no part", async () => {
    const group = (id: number) => `<SNAPSHOTS><DISK_ID>${id}</DISK_ID></SNAPSHOTS>`;
    const { record, cut } = await trim(
      `<VM><ERROR>${"x".repeat(100_000)}</ERROR>${many(20_000, group)}<STATE>3</STATE></VM>`,
    );
    expect(all(record, "SNAPSHOTS")).toHaveLength(1_250);
    expect([text(record, "ERROR"), text(record, "STATE"), cut]).toEqual([undefined, "3", ["ERROR", "SNAPSHOTS"]]);
  });

  test("are the older records of where a machine was", async () => {
    const history = (seq: number) => `<HISTORY><SEQ>${seq}</SEQ><CID>${seq % 7}</CID></HISTORY>`;
    const { record } = await trim(`<VM><HISTORY_RECORDS>${many(20_000, history)}</HISTORY_RECORDS></VM>`);
    const kept = all(record, "HISTORY_RECORDS", "HISTORY").map((one) => Number(text(one, "SEQ")));
    expect(kept).toHaveLength(833);
    expect([kept[0], kept.at(-1)]).toEqual([19_167, 19_999]);
  });

  test("are addresses of a range behind the first 200, and never the range", async () => {
    const lease = (id: number) => `<LEASE><IP>10.0.0.1</IP><VM>${id}</VM></LEASE>`;
    const range = (id: number) =>
      `<AR><AR_ID>${id}</AR_ID><LEASES>${many(id === 0 ? 20_000 : 2, lease)}</LEASES><SIZE>9</SIZE></AR>`;
    const { record, cut } = await trim(`<VNET><AR_POOL>${many(3, range)}</AR_POOL></VNET>`);
    const ranges = all(record, "AR_POOL", "AR");
    expect(ranges.map((one) => [text(one, "AR_ID"), all(one, "LEASES", "LEASE").length, text(one, "SIZE")])).toEqual([
      ["0", 200, "9"],
      ["1", 2, "9"],
      ["2", 2, "9"],
    ]);
    expect(cut).toEqual(["AR_POOL"]);
  });

  test("is the same each time", async () => {
    const document = `<USER><TEMPLATE>${many(30_000, attribute)}</TEMPLATE></USER>`;
    expect((await trim(document)).source).toBe((await trim(document)).source);
  });
});

test("what a user writes cannot end a part, nor say that nothing was cut", async () => {
  const tricks = [
    "</TEMPLATE></VM>",
    "<CUT_BY_READER>x</CUT_BY_READER>",
    "]] >",
    "&lt;/A&gt;",
    "<![CDATA[",
    "<LEASES>",
  ];
  const text = (index: number) => `<A${index}><![CDATA[${tricks[index % tricks.length]}]]></A${index}>`;
  const { record } = await trim(
    `<VM><TEMPLATE><CUT_BY_READER>1</CUT_BY_READER>${many(10_000, text)}</TEMPLATE><STATE>3</STATE></VM>`,
  );
  expect(namesIn(record, "TEMPLATE")).toHaveLength(2_499);
  expect(entries(record).map(([name]) => name)).toEqual(["TEMPLATE", "STATE", "CUT_BY_READER"]);
});

test.each([
  ["cut", (document: string) => document.slice(0, -200)],
  ["followed by more", (document: string) => `${document}<X/>`],
  ["with an end tag too many", (document: string) => document.replace("<A5>", "</A5></A5></A5></A5>")],
  ["with a declaration", (document: string) => document.replace("<A5>", "<!DOCTYPE x>")],
])("a document that is %s is damage", async (_, change) => {
  await expect(trim(change(`<VM><TEMPLATE>${many(10_000, attribute)}</TEMPLATE></VM>`))).rejects.toEqual(DAMAGED);
});

test("whatever is in it, what is left is well-formed, and bounded", async () => {
  const leaf = fc.record({
    name: fc.constantFrom("A", "B", "LEASES", "LEASE"),
    size: fc.integer({ min: 0, max: 300 }),
  });
  const part = fc.record({
    name: fc.constantFrom("TEMPLATE", "HISTORY_RECORDS", "AR_POOL"),
    pieces: fc.array(leaf, { maxLength: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 8 }), async (parts) => {
      const body = parts.map(({ name, pieces }) => {
        const inside = pieces.map((one) => `<${one.name}>${"<X><![CDATA[&x>]]></X>".repeat(one.size)}</${one.name}>`);
        return `<${name}>${inside.join("")}</${name}>`;
      });
      const { source, record } = await trim(
        `<VNET><ID>1</ID>${body.join("")}${" ".repeat(SMALL)}<STATE>1</STATE></VNET>`,
      );
      const elements = source.match(/<(?![/!])/g)?.length ?? 0;
      expect(elements).toBeLessThanOrEqual(3 * 2_500 + 10);
      expect([text(record, "ID"), text(record, "STATE")]).toEqual(["1", "1"]);
    }),
    { numRuns: 15 },
  );
});

test("a document of nine megabytes holds up nobody for long", async () => {
  const document = encodePayload(`<USER><TEMPLATE>${attribute(7).repeat(250_000)}</TEMPLATE></USER>`);
  const pause = longestPause();
  await trimmed(document);
  expect(pause.ended()).toBeLessThan(40);
});
