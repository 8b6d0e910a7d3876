/** What is written is read again as it was, by each reader. OCCI_FUZZ_CASES=1000000 for a long run. */
import { expect, test } from "bun:test";
import fc from "fast-check";
import { anyCharacter } from "../testing/any-character.ts";
import { type XmlElement, xmlElement } from "./element.ts";
import { readPool } from "./pool.ts";
import { ANSWER_LIMITS, readXml } from "./read.ts";
import { readRecord, type XmlRecord } from "./record.ts";
import { encodePayload } from "./testing/encode-payload.ts";
import { plainRecord } from "./testing/plain-record.ts";
import { element, escapeText, join, type Markup } from "./write.ts";

const numRuns = Number(process.env.OCCI_FUZZ_CASES ?? 4_000);
/** Milliseconds; some for each run, many for a busy machine. */
const TIMEOUT = 60_000 + numRuns;

// `constructor` and its like are refused as element names; see read.test.ts.
const name = fc
  .stringMatching(/^[A-Za-z_é][A-Za-z0-9_.\-é網]{0,8}$/)
  .filter((text) => !["__proto__", "constructor", "prototype"].includes(text));
// Every kind of character, those that need care more often.
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."&<>\"'\r\n\t ]", "]]>", "&amp;", "\u0000", "\ufffe", "😀", "é"),
      fc.string({ unit: anyCharacter, maxLength: 4 }),
    ),
    {
      maxLength: 6,
    },
  )
  .map((pieces) => pieces.join(""));
const tree = fc.letrec<{ node: XmlElement }>((tie) => ({
  node: fc
    .tuple(
      name,
      fc.dictionary(name, text, { maxKeys: 3 }),
      fc.array(fc.oneof({ depthSize: "small" }, text, tie("node")), { maxLength: 4 }),
    )
    .map(([elementName, attributes, content]) => xmlElement(elementName, attributes, content)),
})).node;

function write(node: XmlElement): Markup {
  const parts = node.content.map((part) => (typeof part === "string" ? escapeText(part) : write(part)));
  return element(node.name, node.attributes, join(parts));
}

/** What XML can carry of a text: the writer replaces the rest. */
function carried(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot carry these
  return value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd");
}

type Plain = readonly [string, Readonly<Record<string, string>>, readonly (string | Plain)[]];

/** A tree in its plainest form: adjacent texts joined, layout left out, what XML cannot carry replaced. */
function plain(node: XmlElement): Plain {
  const content: (string | Plain)[] = [];
  for (const part of node.content) {
    const last = content.at(-1);
    if (typeof part !== "string") content.push(plain(part));
    else if (typeof last === "string") content[content.length - 1] = last + carried(part);
    else if (part !== "") content.push(carried(part));
  }
  const parent = content.some((part) => typeof part !== "string");
  const kept = content.filter((part) => typeof part !== "string" || !parent || /[^ \t\r\n]/.test(part));
  const attributes = Object.entries(node.attributes).map(([key, value]) => [key, carried(value)] as const);
  return [node.name, Object.fromEntries(attributes), joined(kept)];
}

/** Texts that layout stood between are joined too. */
function joined(content: readonly (string | Plain)[]): (string | Plain)[] {
  const result: (string | Plain)[] = [];
  for (const part of content) {
    const last = result.at(-1);
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}

test(
  "readXml reads what was written",
  () => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(plain(readXml(write(node), ANSWER_LIMITS))).toEqual(plain(node));
      }),
      { numRuns },
    );
  },
  TIMEOUT,
);

test(
  "readRecord and readPool read the texts that were written",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 5 }), async (texts) => {
        const records = texts.map((value) => element("R", {}, element("T", {}, escapeText(value))));
        const expected = texts.map((value) => ({ T: carried(value) }));
        expect(records.map((record) => plainRecord(readRecord(record, "R")))).toEqual(expected);
        const read: XmlRecord[] = [];
        const pool = encodePayload(element("POOL", {}, join(records)));
        for await (const batch of readPool(pool, "POOL", "R", (source) => readRecord(source, "R"))) read.push(...batch);
        expect(read.map(plainRecord)).toEqual(expected);
      }),
      { numRuns: Math.min(numRuns, 2_000) },
    );
  },
  TIMEOUT,
);
