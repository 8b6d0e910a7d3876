/**
 * One corpus, three readers: none of them takes a hostile document for good, and none is held up by it.
 * OCCI_FUZZ_CASES=200000 for a long run with random bytes.
 */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { OcciError } from "../errors.ts";
import { anyCharacter } from "../testing/any-character.ts";
import type { XmlElement } from "./element.ts";
import { readPool, readPoolNames } from "./pool.ts";
import { readXml } from "./read.ts";
import { readRecord } from "./record.ts";
import { encodePayload } from "./testing/encode-payload.ts";
import { HOSTILE_DOCUMENTS, TRICKY_NAMES } from "./testing/hostile-corpus.ts";

type Document = string | Uint8Array;

function asPool(document: Document): Uint8Array {
  return Buffer.concat([encodePayload("<POOL>"), encodePayload(document), encodePayload("</POOL>")]);
}

const EMPTY_POOL = asPool("");

async function all<T>(batches: AsyncGenerator<T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}

/** How each reader takes a document, and with which codes it refuses one. */
const READERS = [
  {
    name: "readXml",
    prepare: (document: Document): Document => document,
    codes: ["INVALID_XML", "TOO_LARGE"],
    read: async (document: Document): Promise<unknown> => readXml(document),
    ofClients: true,
  },
  {
    name: "readRecord",
    prepare: (document: Document): Document => document,
    codes: ["ONED_DAMAGED_ANSWER"],
    read: async (document: Document): Promise<unknown> => readRecord(document, "a"),
    ofClients: false,
  },
  {
    name: "readPool",
    prepare: (document: Document): Document => asPool(document),
    codes: ["ONED_DAMAGED_ANSWER"],
    read: async (pool: Document): Promise<unknown> => {
      const records = await all(readPool(pool as Uint8Array, "POOL", "a", (source) => readRecord(source, "a")));
      // An empty pool is a good answer; a document that vanished in it would not be.
      if (records.length === 0 && pool.length > EMPTY_POOL.length) throw new Error("lost");
      return records;
    },
    ofClients: false,
  },
];

/**
 * Milliseconds of processor time that a document may cost. On a quiet machine each costs a client's reader less than 20; from
 * oned a document may be larger, but nothing may cost more than in proportion.
 */
const LIMITS = { client: 50, oned: 250 };

/** Milliseconds for a test with many random documents. */
const TIMEOUT = 60_000 + Number(process.env.OCCI_FUZZ_CASES ?? 0);

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

describe.each(READERS)("$name", ({ prepare, read, codes, ofClients }) => {
  for (const { name, make, clientsOnly } of HOSTILE_DOCUMENTS) {
    // To a pool nothing is not hostile: it is an empty one.
    if (name === "nothing" && prepare("").length > 0) continue;
    test(`${clientsOnly && !ofClients ? "is not held up by" : "refuses"} ${name}`, async () => {
      const document = prepare(make());
      const limit = ofClients ? LIMITS.client : LIMITS.oned;
      let best = Number.POSITIVE_INFINITY;
      for (let run = 0; run < 5 && best > limit; run++) {
        const start = processorTime();
        const refused = await read(document).then(
          () => undefined,
          (error: unknown) => error,
        );
        best = Math.min(best, processorTime() - start);
        if (!clientsOnly || ofClients || refused !== undefined) {
          expect(refused).toBeInstanceOf(OcciError);
          expect(codes).toContain((refused as OcciError).code);
        }
      }
      expect(best).toBeLessThan(limit);
    });
  }

  test("reads names of JavaScript as data, or refuses them", async () => {
    for (const document of TRICKY_NAMES) {
      await read(prepare(document)).catch((error: unknown) => expect(error).toBeInstanceOf(OcciError));
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      expect(typeof {}.hasOwnProperty).toBe("function");
    }
  });

  test(
    "takes random bytes and random tags without another error than its own",
    async () => {
      const pieces = [
        "<a>",
        "</a>",
        "<b>",
        "</b>",
        "<a",
        "/>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&lt;",
        "&",
        ";",
        "<?x",
        "?>",
      ];
      const tags = fc
        .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: anyCharacter, maxLength: 3 })))
        .map((all) => all.join(""));
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            tags,
            tags.map((inner) => `<a>${inner}</a>`),
            fc.uint8Array({ maxLength: 60 }),
          ),
          async (document) => {
            try {
              await read(prepare(document));
            } catch (error) {
              expect(error).toBeInstanceOf(OcciError);
              expect(codes).toContain((error as OcciError).code);
            }
          },
        ),
        { numRuns: Number(process.env.OCCI_FUZZ_CASES ?? 5_000) },
      );
    },
    TIMEOUT,
  );
});

describe("a poolful of tricks", () => {
  test("names are refused where records are", async () => {
    for (const { name, make, clientsOnly } of HOSTILE_DOCUMENTS) {
      if (clientsOnly || name === "nothing") continue;
      const read = all(readPoolNames(asPool(make()), "POOL", "a"));
      await expect(read.catch((error: OcciError) => error.code)).resolves.toBe("ONED_DAMAGED_ANSWER");
    }
  });
});

type Plain = readonly [string, Readonly<Record<string, string>>, readonly (string | Plain)[]];

/** An element in its plainest form: adjacent texts joined, then layout left out. */
function plain(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: readonly (string | Plain)[],
): Plain {
  const joined: (string | Plain)[] = [];
  for (const part of content) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else if (part !== "") joined.push(part);
  }
  const parent = joined.some((part) => typeof part !== "string");
  const kept = joined.filter((part) => typeof part !== "string" || !parent || /[^ \t\r\n]/.test(part));
  return [name, { ...attributes }, kept];
}

/** As `Bun.XML.parse` gives it. */
interface BunElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (string | BunElement | { readonly comment: string })[];
}

function plainOfBun({ name, attributes, children }: BunElement): Plain {
  const content: (string | Plain)[] = [];
  for (const part of children) {
    if (typeof part === "string") content.push(part);
    else if (!("comment" in part)) content.push(plainOfBun(part));
  }
  return plain(name, attributes, content);
}

function plainOf({ name, attributes, content }: XmlElement): Plain {
  const parts = content.map((part) => (typeof part === "string" ? part : plainOf(part)));
  return plain(name, attributes, parts);
}

test(
  "Bun's strict parser and ours refuse the same documents, and read the others alike",
  () => {
    const pieces = [
      ...[
        "<a>",
        "</a>",
        "<b x='1'>",
        "</b>",
        "<b/>",
        "<b ",
        "x='1'",
        ' y="&lt;&#65;\t\n"',
        "/>",
        ">",
        "</b >",
        "<a\n>",
      ],
      ...["<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&#13;", "&x;", "]]", "t", " ", "\r\n", "é", "😀", "&#x1F600;"],
    ];
    const tags = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(""));
    // Some that fit together, so that not all are refused.
    const balanced = fc.array(
      fc.oneof(
        tags,
        tags.map((inner) => `<b z="${inner.length}">${inner}</b>`),
      ),
      { maxLength: 3 },
    );
    const documents = fc.oneof(
      tags,
      balanced.map((parts) => `<r>${parts.join("")}</r>`),
    );
    const outcome = (read: () => Plain) => {
      try {
        return read();
      } catch {
        return "refused";
      }
    };
    const numRuns = Number(process.env.OCCI_FUZZ_CASES ?? 5_000);
    let accepted = 0;
    fc.assert(
      fc.property(documents, (document) => {
        const theirs = outcome(() => plainOfBun(Bun.XML.parse(document, { compact: false }) as unknown as BunElement));
        if (theirs !== "refused") accepted += 1;
        expect(outcome(() => plainOf(readXml(document)))).toEqual(theirs);
      }),
      { numRuns },
    );
    expect(accepted).toBeGreaterThan(numRuns / 20);
  },
  TIMEOUT,
);
