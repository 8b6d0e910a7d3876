/** Numbers that tell whether records have changed, but for what changes by itself. */
import { describe, expect, test } from "bun:test";
import { readPoolDigests } from "./pool-digests.ts";
import { all, text, type XmlRecord } from "./record.ts";
import { encodePayload } from "./testing/encode-payload.ts";

const leftOut = { MONITORING: true, TEMPLATE: { TIME: true } } as const;
/** Of what is left out the first TIME counts where it is 0. */
const rest = (record: XmlRecord): string => (text(record, "TEMPLATE", "TIME") === "0" ? "none" : "some");

async function digests(...records: string[]) {
  const encoded = encodePayload(`<P>${records.map((record) => `<R>${record}</R>`).join("<Q>1</Q>")}</P>`);
  const whole = (record: XmlRecord) => `${text(record, "NAME")} ${all(record, "X").length}`;
  const options = { leftOut, rest, whole, siblings: ["Q"] };
  return (await Array.fromAsync(readPoolDigests(encoded, "P", "R", options))).flat();
}
async function digest(record: string): Promise<bigint | undefined> {
  return (await digests(record))[0]?.digest;
}

const record = (name: string, monitoring: string, time: string, more = "") =>
  `<ID>7</ID><NAME>${name}</NAME><MONITORING>${monitoring}</MONITORING><TEMPLATE><A>1</A><TIME>${time}</TIME></TEMPLATE>${more}`;
const BASE = record("a", "<CPU>1</CPU>", "5");

test("each record has its id and its number, in order", async () => {
  const [first, second, third] = await digests(BASE, "<ID>8</ID>", "<NAME>x</NAME>");
  expect([first?.id, second?.id, third?.id]).toEqual(["7", "8", undefined]);
  expect(new Set([first?.digest, second?.digest, third?.digest]).size).toBe(3);
  expect(first?.digest).toBe(await digest(BASE));
});

test.each([
  ["what is left out", record("a", "<CPU>99</CPU><X>2</X>", "5")],
  ["what is left out of a part", record("a", "<CPU>1</CPU>", "6789")],
])("%s changes nothing", async (_, changed) => {
  expect(await digest(changed)).toBe(await digest(BASE));
});

test.each([
  ["the name", record("b", "<CPU>1</CPU>", "5")],
  ["the part beside it", BASE.replace("<A>1</A>", "<A>2</A>")],
  ["what is behind all", record("a", "<CPU>1</CPU>", "5", "<Z>1</Z>")],
  ["what counts of it", record("a", "<CPU>1</CPU>", "0")],
  ["the same name elsewhere", record("a", "<CPU>1</CPU>", "5", "<OTHER><TIME>1</TIME></OTHER>")],
])("%s is another number", async (_, changed) => {
  expect(await digest(changed)).not.toBe(await digest(BASE));
});

describe("in whatever order the parts stand", () => {
  const template = (kept: string, time: string): string =>
    `<TEMPLATE><TIME>${time}</TIME><A>${kept}</A><TIME>${time}</TIME></TEMPLATE>`;
  const orders = (name: string, kept: string, time: string): string[] => {
    const [id, named] = ["<ID>7</ID>", `<NAME>${name}</NAME>`];
    const [monitoring, part] = [`<MONITORING>${time}</MONITORING>`, template(kept, time)];
    return [
      [id, named, monitoring, part],
      [part, monitoring, named, id],
      [monitoring, id, part, monitoring, named],
      [part, id, part, named],
      [id, "<TEMPLATE>text</TEMPLATE>", named, part],
    ].map((parts) => parts.join(""));
  };
  const many = async (...records: string[]) => (await digests(...records)).map((one) => one.digest);

  test("all that is left out may change, and come or go in its length", async () => {
    expect(await many(...orders("a", "1", "12345"))).toEqual(await many(...orders("a", "1", "6")));
  });

  test.each([
    ["the name", orders("b", "1", "5")],
    ["what is kept of a part", orders("a", "2", "5")],
  ])("%s may not", async (_, changed) => {
    const before = await many(...orders("a", "1", "5"));
    const after = await many(...changed);
    expect(after.filter((digest, index) => digest === before[index])).toEqual([]);
  });

  test("the order itself counts", async () => {
    expect(new Set(await many(...orders("a", "1", "5"))).size).toBe(5);
  });
});

test("a record that is too large counts by what is left of it, and has its id", async () => {
  const large = (last: string): string => `${BASE}<USER_TEMPLATE>${"<X/>".repeat(10_000)}</USER_TEMPLATE>${last}`;
  const cut: string[] = [];
  const counted = async (record: string) => {
    const encoded = encodePayload(`<P><VM>${record}</VM></P>`);
    const whole = (found: XmlRecord) => `${text(found, "Z")} ${all(found, "USER_TEMPLATE", "X").length}`;
    const options = { leftOut, rest, whole, onCut: (parts: readonly string[]) => cut.push(...parts) };
    return (await Array.fromAsync(readPoolDigests(encoded, "P", "VM", options))).flat()[0];
  };
  const first = await counted(large("<Z>1</Z>"));
  expect(first).toEqual({ id: "7", digest: Bun.hash.xxHash64("1 2499") });
  expect(await counted(large("<Y>1</Y><Z>1</Z>"))).toEqual(first);
  expect(cut).toEqual(["USER_TEMPLATE", "USER_TEMPLATE"]);
});

test("a record that is not in oned's plain form has its id", async () => {
  const odd = ["<ID>7</ID>text", "<ID>8</ID><NAME>x</NAME>text", "text<NAME>x</NAME>"];
  expect((await digests(...odd)).map(({ id }) => id)).toEqual(["7", "8", undefined]);
});

test("a record that is not in oned's plain form counts by what is read of it", async () => {
  const odd = (name: string, more: string) => `<ID>7</ID><NAME>${name}</NAME>text between${more}`;
  expect(await digest(odd("a", "<X/>"))).toBe(await digest(odd("a", "<X>1</X>")));
  expect(await digest(odd("a", "<X/>"))).not.toBe(await digest(odd("b", "<X/>")));
  expect(await digest(odd("a", "<X/>"))).not.toBe(await digest(odd("a", "<X/><X/>")));
});
