import { describe, expect, spyOn, test } from "bun:test";
import fc from "fast-check";
import { readRecording } from "../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import type { OcciError } from "../errors.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { type PoolOptions, readPool, readPoolNames, scan, scanIdAndName } from "./pool.ts";
import { all, readRecord, text, type XmlRecord } from "./record.ts";
import { encodePayload } from "./testing/encode-payload.ts";
import { plainRecord } from "./testing/plain-record.ts";

async function collect<T>(batches: AsyncGenerator<T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}

const names = (pool: string | Uint8Array, options?: PoolOptions) =>
  collect(readPoolNames(encodePayload(pool), "VM_POOL", "VM", options));
const sources = (pool: string | Uint8Array, options?: PoolOptions) =>
  collect(readPool(encodePayload(pool), "VM_POOL", "VM", String, options));
const vm = (id: number, name: string, rest = "") => `<VM><ID>${id}</ID><NAME>${name}</NAME>${rest}</VM>`;
const pool = (...records: string[]) => `<VM_POOL>${records.join("")}</VM_POOL>`;
const DAMAGED = expect.objectContaining({ code: "ONED_DAMAGED_ANSWER" });

describe("a pool", () => {
  test("gives its records as they are, in order", async () => {
    const records = [vm(1, "a"), vm(0, "b", "<X><![CDATA[1 < 2 & 3]]></X>"), vm(7, "c", "<Y/>")];
    expect(await sources(pool(...records))).toEqual(records);
    expect(await names(pool(...records))).toEqual([
      { id: 1, name: "a" },
      { id: 0, name: "b" },
      { id: 7, name: "c" },
    ]);
  });
  test("may be empty", async () => {
    for (const empty of ["<VM_POOL></VM_POOL>", "<VM_POOL/>"]) {
      expect(await sources(empty)).toEqual([]);
      expect(await names(empty)).toEqual([]);
    }
  });
  test("may hold what it is told to leave out", async () => {
    const users = "<VM_POOL><VM><ID>1</ID><NAME>n</NAME></VM><QUOTAS><ID>1</ID></QUOTAS><VM_Q/></VM_POOL>";
    expect(await names(users, { siblings: ["QUOTAS", "VM_Q"] })).toEqual([{ id: 1, name: "n" }]);
    await expect(names(users, { siblings: ["QUOTAS"] })).rejects.toEqual(DAMAGED);
  });
  test("is decoded once", async () => {
    const record = vm(1, "<![CDATA[&lt;b&gt; &amp;amp; réseau-網 😀]]>", "<A>&lt;&#65;&quot;</A>");
    expect(await sources(pool(record))).toEqual([record]);
    expect(await names(pool(record))).toEqual([{ id: 1, name: "&lt;b&gt; &amp;amp; réseau-網 😀" }]);
    expect(await names(pool(vm(1, "a&lt;&#x26;b")))).toEqual([{ id: 1, name: "a<&b" }]);
  });
  test("knows the references that other writers use", async () => {
    const encoded = Buffer.from(
      "&lt;VM_POOL&gt;&lt;VM&gt;&lt;A&gt;&quot;&apos;&#13;&#x7db2;&#128512;\r\nx\ry&lt;/A&gt;&lt;/VM&gt;&lt;/VM_POOL&gt;",
    );
    expect(await collect(readPool(encoded, "VM_POOL", "VM", String))).toEqual(["<VM><A>\"'\r網😀\nx\ny</A></VM>"]);
  });
});

describe("what users write", () => {
  const TRICKS = [
    "</VM><VM><ID>99</ID><NAME>forged</NAME></VM>",
    "</NAME><NAME>forged</NAME>",
    "</VM></VM_POOL>",
    "<![CDATA[ ]] > ]&gt; ]]&gt;",
    "&lt;/VM&gt;&lt;VM&gt;",
    "]] >",
    "<!-- ",
  ];
  test.each(TRICKS)("cannot forge a record: %j", async (trick) => {
    const records = [
      vm(1, `<![CDATA[${trick}]]>`),
      vm(2, "b", `<USER_TEMPLATE><T><![CDATA[${trick}]]></T></USER_TEMPLATE>`),
    ];
    expect(await names(pool(...records))).toEqual([
      { id: 1, name: trick },
      { id: 2, name: "b" },
    ]);
    expect(await sources(pool(...records))).toEqual(records);
  });
  test("may be called as the record or its children are", async () => {
    const template = "<VM><ID>98</ID></VM><ID>99</ID><NAME>other</NAME><VM_POOL><VM/></VM_POOL>";
    const record = `<VM><USER_TEMPLATE>${template}</USER_TEMPLATE><ID>1</ID><VM>x</VM><NAME>n</NAME><NAME>m</NAME></VM>`;
    expect(await names(pool(record, vm(2, "b")))).toEqual([
      { id: 1, name: "n" },
      { id: 2, name: "b" },
    ]);
    expect(await sources(pool(record, vm(2, "b")))).toEqual([record, vm(2, "b")]);
  });
  test("never changes which records there are", async () => {
    const hostile = fc
      .array(fc.constantFrom("<VM>", "</VM>", "<ID>", "]]", ">", "<![CDATA[", "&gt;", "&", "<", "x", "\n"), {
        maxLength: 12,
      })
      .map((pieces) => pieces.join(""));
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { maxLength: 4 }), async (texts) => {
        // As oned writes it: a CDATA section, whose end in the text it splits.
        const records = texts.map((value, id) => vm(id, `<![CDATA[${value.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`));
        expect(await names(pool(...records))).toEqual(texts.map((name, id) => ({ id, name })));
        expect(await sources(pool(...records))).toEqual(records);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("damage", () => {
  test.each([
    ["nothing", ""],
    ["another root", "<VNET_POOL></VNET_POOL>"],
    ["a root that only begins so", "<VM_POOLS></VM_POOLS>"],
    ["no end", "<VM_POOL>"],
    ["something before it", ` ${pool()}`],
    ["something behind it", `${pool()} `],
    ["a second pool", pool() + pool()],
    ["a text between records", pool(vm(1, "a"), "x", vm(2, "b"))],
    ["a blank between records", pool(vm(1, "a"), " ", vm(2, "b"))],
    ["another element between records", pool(vm(1, "a"), "<VNET/>")],
    ["a record that only begins so", pool("<VMS/>")],
    ["an end tag too many", pool(vm(1, "a"), "</VM>")],
    ["an end tag too few", pool("<VM><ID>1</ID>")],
    ["a record without end, then another", pool("<VM><ID>1</ID>", vm(2, "b"))],
    ["crossed tags", pool("<VM><A><B></A></B></VM>")],
    ["an end tag that begins so", pool("<VM><A></AB></VM>")],
    ["an end tag that is the beginning", pool("<VM><AB></A></VM>")],
    ["a CDATA section without end", pool("<VM><A><![CDATA[x</A></VM>")],
    ["the end of a CDATA section alone", pool("<VM><A>x]]></A></VM>")],
    ["a comment", pool("<VM><!-- --></VM>")],
    ["a processing instruction", pool("<VM><?x?></VM>")],
    ["an attribute, which oned never writes", pool('<VM a="1"/>')],
    ["depth", pool(`<VM>${"<A>".repeat(64)}${"</A>".repeat(64)}</VM>`)],
    ["a control character", pool(vm(1, "a\u0001"))],
    ["a NUL in CDATA", pool(vm(1, "<![CDATA[\u0000]]>"))],
  ])("%s is refused before any record is given", async (_, damagedPool) => {
    await expect(names(damagedPool)).rejects.toEqual(DAMAGED);
    let given = 0;
    const batches = readPool(encodePayload(damagedPool), "VM_POOL", "VM", () => ++given, { stepBytes: 1 });
    await expect(collect(batches)).rejects.toEqual(DAMAGED);
    expect(given).toBe(0);
  });
  test.each([
    ["no ID", "<VM><NAME>a</NAME></VM>"],
    ["no NAME", "<VM><ID>1</ID></VM>"],
    ["an ID that is not a number", "<VM><ID>x</ID><NAME>a</NAME></VM>"],
    ["an ID that is not a number", "<VM><ID>x7</ID><NAME>a</NAME></VM>"],
    ["an ID that is not a number", "<VM><ID>7x</ID><NAME>a</NAME></VM>"],
    ["an ID that is not a number", "<VM><ID>12345678901</ID><NAME>a</NAME></VM>"],
    ["an empty ID", "<VM><ID/><NAME>a</NAME></VM>"],
    ["elements in the name", "<VM><ID>1</ID><NAME>a<B/></NAME></VM>"],
  ])("%s is refused in a list of names", async (_, record) => {
    await expect(names(pool(record))).rejects.toEqual(DAMAGED);
  });
  test.each(["<", ">", "&x;", "&#0;", "&#60;", "&#x26;", "&amp", "&"])(
    "%j in the payload is refused",
    async (piece) => {
      const encoded = Buffer.from(`&lt;VM_POOL&gt;&lt;VM&gt;&lt;A&gt;${piece}&lt;/A&gt;&lt;/VM&gt;&lt;/VM_POOL&gt;`);
      await expect(collect(readPool(encoded, "VM_POOL", "VM", String))).rejects.toEqual(DAMAGED);
    },
  );
  test("bytes that are not UTF-8 are refused", async () => {
    const damagedPool = Buffer.from(pool(vm(1, "é")), "latin1");
    await expect(names(damagedPool)).rejects.toEqual(DAMAGED);
  });
  test("a fault of the conversion is passed on", async () => {
    const failing = readPool(encodePayload(pool(vm(1, "a"))), "VM_POOL", "VM", () => {
      throw new Error("not a VM");
    });
    await expect(collect(failing)).rejects.toThrow("not a VM");
  });
});

/** Pool answers that oned 2.0 and 4.6 gave, the ten largest that are well-formed (2.0 escaped nothing). */
function recordedPools(): { root: string; element: string; document: string }[] {
  const cases = (["2.0", "4.6"] as const).flatMap((server) => readRecording(server).cases);
  const results = new Set(cases.flatMap(({ calls }) => calls.map(({ result }) => String(result?.[1]))));
  return [...results]
    .toSorted((a, b) => b.length - a.length)
    .flatMap((document) => {
      const [, element = ""] = /^<([A-Z]+)_POOL></.exec(document) ?? [];
      const root = `${element}_POOL`;
      try {
        return element !== "" && all(readRecord(document, root), element).length > 0
          ? [{ root, element, document }]
          : [];
      } catch {
        return [];
      }
    })
    .slice(0, 10);
}

describe("recorded answers", () => {
  const siblings = ["QUOTAS", "DEFAULT_USER_QUOTAS"];
  const answers = recordedPools();
  test("are ten, of every kind", () => {
    expect(answers).toHaveLength(10);
    expect([...new Set(answers.map(({ root }) => root))].toSorted()).toEqual([
      "IMAGE_POOL",
      "USER_POOL",
      "VM_POOL",
      "VNET_POOL",
    ]);
  });

  for (const [number, { root, element, document }] of nonEmpty(answers.entries())) {
    const encoded = encodePayload(document);
    const readNames = (bytes: Uint8Array) => collect(readPoolNames(bytes, root, element, { siblings }));

    test(`${number}: ${root}, ${encoded.length} bytes, reads as its document does`, async () => {
      const records = all(readRecord(document, root), element);
      const read = readPool(encoded, root, element, (source) => readRecord(source, element), { siblings });
      const found = (await collect(read)) as readonly XmlRecord[];
      expect(found.map(plainRecord)).toEqual(records.map(plainRecord));
      expect(await readNames(encoded)).toEqual(
        records.map((record) => ({ id: Number(text(record, "ID")), name: text(record, "NAME") ?? "" })),
      );
    });
    test(`${number}: cut at any byte it is refused`, async () => {
      for (let length = 0; length < encoded.length; length++) {
        const code = await readPoolNames(encoded.subarray(0, length), root, element, { siblings })
          .next()
          .catch((error: OcciError) => error.code);
        expect({ length, code }).toEqual({ length, code: "ONED_DAMAGED_ANSWER" });
      }
    });
    test(`${number}: with one bit wrong in a tag it is refused`, async () => {
      const tags = [...encoded.toString("latin1").matchAll(/&lt;(?:!\[CDATA\[.*?]]&gt;|\/?[A-Z_]+&gt;)/gs)].filter(
        ([tag]) => !tag.startsWith("&lt;!"),
      );
      expect(tags.length).toBeGreaterThan(20);
      // Some hundred of them, spread over the answer; in each another byte.
      for (let i = 0; i < tags.length; i += Math.ceil(tags.length / 300)) {
        const [tag, offset] = [tags[i]?.[0] ?? "", tags[i]?.index ?? 0];
        const wrong = Buffer.from(encoded);
        const at = offset + (i % tag.length);
        wrong[at] = (wrong[at] as number) ^ 1;
        const outcome = await readNames(wrong).catch((error: OcciError) => error.code);
        if (outcome !== "ONED_DAMAGED_ANSWER") throw new Error(`byte ${at} of ${tag}`);
      }
    });
  }
});

describe("a large pool", () => {
  const record = vm(1, "vm-1", `<TEMPLATE>${"<A><![CDATA[x]]></A>".repeat(100)}</TEMPLATE>`);
  const large = encodePayload(pool(...Array.from({ length: 5_000 }, () => record)));

  test("comes in batches of about the bytes asked for", async () => {
    const sizes: number[] = [];
    const exactly = { stepBytes: 100_000, stepMs: Number.POSITIVE_INFINITY };
    for await (const batch of readPool(large, "VM_POOL", "VM", (source) => source.length, exactly)) {
      sizes.push(batch.length);
    }
    const perRecord = large.length / 5_000;
    expect(sizes.reduce((a, b) => a + b)).toBe(5_000);
    for (const size of nonEmpty(sizes.slice(0, -1))) expect(size).toBe(Math.floor(100_000 / perRecord));
  });
  test("comes in smaller ones where each record takes its time", async () => {
    const slowly = (source: string): string => {
      const end = performance.now() + 2;
      while (performance.now() < end);
      return source;
    };
    let most = 0;
    for await (const batch of readPool(encodePayload(pool(...Array(50).fill(vm(1, "a")))), "VM_POOL", "VM", slowly)) {
      most = Math.max(most, batch.length);
    }
    expect(most).toBeLessThanOrEqual(2);
  });
  test.each([1, 7, 100, 1000])("is the same when its records are scanned in steps of %i bytes", async (stepBytes) => {
    const text = `<![CDATA[${"a]]b &<>é".repeat(50)}]]>`;
    const records = [vm(1, text, "<X><Y/><Z>&lt;&#65;&quot;</Z></X>".repeat(20)), vm(2, "b"), "<VM/>", vm(3, text)];
    expect(await sources(pool(...records), { stepBytes })).toEqual(records);
    const damaged = pool(...records).replace("</X>", "</W>");
    await expect(sources(damaged, { stepBytes })).rejects.toEqual(DAMAGED);
  });
  test("leaves out of a record what is too much, and tells it", async () => {
    const cut: string[] = [];
    const long = vm(1, "long", `<TEMPLATE>${"<A><![CDATA[1]]></A>".repeat(100_000)}</TEMPLATE>`);
    const read = await sources(pool(vm(0, "a"), long, vm(2, "b")), { onCut: (parts) => cut.push(...parts) });
    expect(read.map((source) => source.length < 100_000)).toEqual([true, true, true]);
    expect(read.map((source) => text(readRecord(source, "VM"), "NAME"))).toEqual(["a", "long", "b"]);
    expect(all(readRecord(read[1] ?? "", "VM"), "TEMPLATE", "A")).toHaveLength(2_499);
    expect(cut).toEqual(["TEMPLATE"]);
  });
  test("gives the event loop its turns", async () => {
    let turns = 0;
    let reading = true;
    const count = () => {
      turns += 1;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    let batches = 0;
    for await (const _ of readPoolNames(large, "VM_POOL", "VM")) batches += 1;
    reading = false;
    expect(batches).toBeGreaterThan(10);
    expect(turns).toBeGreaterThanOrEqual(batches);
  });
  test.each([
    [1_000, 4_000],
    [25_000, 100_000],
  ])("is checked in steps that are four times as long: of %d bytes it is %d", async (stepBytes, scanned) => {
    const turns = spyOn(globalThis, "setImmediate");
    const pause = (turn: Parameters<typeof setImmediate>[0]) => turn();
    turns.mockImplementation(pause as never);
    await scan(large, { root: "VM_POOL", element: "VM" }, stepBytes);
    const { length } = turns.mock.calls;
    turns.mockRestore();
    expect(length).toBeGreaterThan((0.9 * large.length) / scanned);
    expect(length).toBeLessThanOrEqual(large.length / scanned);
  });
  test("can be left in the middle", async () => {
    for await (const batch of readPoolNames(large, "VM_POOL", "VM")) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
  });
});

describe("ID and NAME of one record", () => {
  test("are read without the rest", () => {
    expect(scanIdAndName(encodePayload(vm(7, "<![CDATA[a & b]]>", "<T><ID>8</ID></T>")), "VM")).toEqual({
      id: 7,
      name: "a & b",
    });
  });
  test.each(["", "x", vm(1, "a") + vm(2, "b"), "<VM>", "<VNET><ID>1</ID><NAME>n</NAME></VNET>"])(
    "%j is refused",
    (source) => {
      expect(() => scanIdAndName(encodePayload(source), "VM")).toThrow(DAMAGED);
    },
  );
});
