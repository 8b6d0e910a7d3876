import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Asked } from "./asked.ts";
import { readPool, readPoolRecords } from "./pool.ts";
import { PoolScanner } from "./pool-scan.ts";
import { all, readRecord, text, type XmlRecord } from "./record.ts";
import { encodePayload } from "./testing/encode-payload.ts";
import { type PlainRecord, plainRecord } from "./testing/plain-record.ts";

type Children = Exclude<Asked, true>;

/** References that oned does not write, as others may: `{13}` is `&#13;`, `{quot}` is `&quot;`. */
function withReferences(encoded: Buffer): Buffer {
  return Buffer.from(
    encoded.toString("latin1").replace(/\{(\w+)\}/g, (_, name) => `&${Number(name) ? "#" : ""}${name};`),
    "latin1",
  );
}

const pool = (...records: string[]): Buffer => withReferences(encodePayload(`<VM_POOL>${records.join("")}</VM_POOL>`));

async function gathered<T>(batches: AsyncGenerator<T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const batch of batches) found.push(...batch);
  return found;
}

/** What is asked for of a record that was read as a whole. */
function pruned(record: PlainRecord, asked: Asked): PlainRecord {
  if (asked === true || typeof record === "string") return record;
  const kept = Object.entries(record).flatMap(([name, value]) => {
    const below = Object.hasOwn(asked, name) ? asked[name] : undefined;
    if (below === undefined) return [];
    const child = value as PlainRecord | readonly PlainRecord[];
    return [
      [name, Array.isArray(child) ? child.map((one) => pruned(one, below)) : pruned(child as PlainRecord, below)],
    ];
  });
  return kept.length === 0 ? "" : Object.fromEntries(kept);
}

/** All records as they are read whole, and as what is asked for; the ids of those that cannot be read. */
async function bothWays(encoded: Uint8Array, asked: Children, stepBytes?: number) {
  const [faults, skipped]: [unknown[], unknown[]] = [[], []];
  const options = (into: unknown[]) => ({
    onFault: (id: number | undefined) => into.push(id),
    ...(stepBytes !== undefined && { stepBytes }),
  });
  const plain = (record: XmlRecord) => pruned(plainRecord(record), asked);
  const whole = readPool(encoded, "VM_POOL", "VM", (source) => plain(readRecord(source, "VM")), options(faults));
  const some = readPoolRecords(encoded, "VM_POOL", "VM", asked, plain, options(skipped));
  return [
    { records: await gathered(whole), faults },
    { records: await gathered(some), faults: skipped },
  ] as const;
}

/** Texts as oned and others may write them: in the plain form that is read by its places, and in every other. */
const TEXTS = [
  ...[
    "",
    "x",
    "007",
    " ",
    "\n\t",
    " x ",
    "a\r\nb",
    "é",
    "網",
    "a\u00a0b",
    "😀",
    "\u007f",
    "\u0085",
    "\ufffe",
    "\ue000",
  ],
  ...["&lt;b&gt;", "&amp;lt;", "&quot;&apos;", "&#65;", "&#38;", "&bogus;", "a>b", "]]"],
  ...["{13}", "{65}", "a{quot}", "<![CDATA[{13}]]>", "<![CDATA[{65}b]]>", "<![CDATA[{apos}]]>"],
  ...[
    "<![CDATA[]]>",
    "<![CDATA[1 < 2 & 3 > 2]]>",
    "<![CDATA[&lt;&#65;]]>",
    "<![CDATA[</A><B>1</B>]]>",
    "<![CDATA[é]]>",
  ],
  ...[
    "<![CDATA[a\r\nb]]>",
    "<![CDATA[a]]]]><![CDATA[>b]]>",
    " <![CDATA[a]]>",
    "<![CDATA[a]]> ",
    "x<![CDATA[a]]>",
    "<![CDATA[a]]>x",
  ],
] as const;
const NAMES = ["A", "B", "AB", "BA", "ID", "NAME"] as const;

const { element } = fc.letrec<{ element: string; elements: string }>((tie) => ({
  element: fc
    .tuple(
      fc.oneof(
        { weight: 30, arbitrary: fc.constantFrom<string>(...NAMES) },
        { weight: 1, arbitrary: fc.constantFrom("VM", "é", "×") },
      ),
      fc.oneof({ maxDepth: 4 }, fc.constantFrom<string>(...TEXTS), tie("elements")),
    )
    .map(([name, content]) => (content === "" ? `<${name}/>` : `<${name}>${content}</${name}>`)),
  elements: fc
    .array(fc.tuple(tie("element"), fc.constantFrom("", "", "", "\n  ", "x", "<![CDATA[]]>")), { maxLength: 5 })
    .map((parts) => parts.map(([one, behind]) => one + behind).join("")),
}));

const { asked: anyAsked } = fc.letrec<{ asked: Children; below: Asked }>((tie) => ({
  asked: fc.dictionary(fc.constantFrom<string>(...NAMES), tie("below"), { maxKeys: 4 }),
  below: fc.oneof({ maxDepth: 3 }, fc.constant(true as const), tie("asked")),
}));

test("of any record what is asked for is what the whole record holds there", async () => {
  let [plain, other] = [0, 0];
  const records = fc.array(fc.array(element, { maxLength: 5 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(records, anyAsked, fc.constantFrom(1, 5, 1_000_000), async (parts, asked, stepBytes) => {
      const encoded = pool(...parts.map((one, id) => `<VM><ID>${id}</ID>${one.join("")}</VM>`));
      const [whole, some] = await bothWays(encoded, asked, stepBytes);
      expect(some).toEqual(whole);
      const scanner = new PoolScanner(encoded, { root: "VM_POOL", element: "VM", asked });
      scanner.advance(encoded.length);
      for (let record = 0; record < scanner.count; record += 1) {
        if (scanner.asked(record) === undefined) other += 1;
        else plain += 1;
      }
    }),
    { numRuns: 1_000 },
  );
  // Both kinds of records were tried.
  expect([plain > 200, other > 200]).toEqual([true, true]);
});

describe("of a record as oned writes it", () => {
  const asked = { ID: true, TEMPLATE: { CPU: true, DISK: { SIZE: true }, OS: true } } as const;
  const record =
    "<VM><ID>7</ID><NAME>w&amp;b</NAME><TEMPLATE><CONTEXT><CPU><![CDATA[9]]></CPU></CONTEXT><CPU><![CDATA[0.5]]></CPU>" +
    "<DISK><SIZE><![CDATA[10]]></SIZE><TARGET><![CDATA[vda]]></TARGET></DISK><DISK><SIZE><![CDATA[20]]></SIZE></DISK>" +
    "<OS><BOOT><![CDATA[a & é]]></BOOT></OS></TEMPLATE><HISTORY_RECORDS/></VM>";

  async function read<T>(convert: (one: XmlRecord) => T, source = record): Promise<T[]> {
    return gathered(readPoolRecords(pool(source), "VM_POOL", "VM", asked, convert));
  }

  test("only what is asked for is there, all of it where that was asked for", async () => {
    expect((await read(plainRecord)) as unknown[]).toEqual([
      { ID: "7", TEMPLATE: { CPU: "0.5", DISK: [{ SIZE: "10" }, { SIZE: "20" }], OS: { BOOT: "a & é" } } },
    ]);
    expect(await read((one) => all(one, "TEMPLATE", "DISK").map((disk) => text(disk, "SIZE")))).toEqual([["10", "20"]]);
    expect(await read((one) => [text(one, "NAME"), all(one, "HISTORY_RECORDS").length])).toEqual([[undefined, 0]]);
  });

  test("that holds one thing of another form all is there", async () => {
    const [found] = await read(plainRecord, record.replace("w&amp;b", "w<![CDATA[b]]>"));
    expect(found).toMatchObject({ NAME: "wb", HISTORY_RECORDS: "" });
  });

  test("that is large only as much is there as of one that is read as a whole", async () => {
    const cut: string[] = [];
    const large = record.replace("</TEMPLATE>", `${"<DISK><SIZE>1</SIZE></DISK>".repeat(50_000)}</TEMPLATE>`);
    const options = { onCut: (parts: readonly string[]) => cut.push(...parts) };
    const disks = (one: XmlRecord): number => all(one, "TEMPLATE", "DISK").length;
    const [found] = await gathered(readPoolRecords(pool(large), "VM_POOL", "VM", asked, disks, options));
    expect([found, cut]).toEqual([1_246, ["TEMPLATE"]]);
  });
});
