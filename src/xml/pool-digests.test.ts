/** Numbers that tell whether records have changed, but for what changes by itself. */
import { expect, test } from "bun:test";
import { readPoolDigests } from "./pool-digests.ts";
import { all, text } from "./record.ts";
import { encodePayload } from "./testing/encode-payload.ts";

const leftOut = { MONITORING: true, TEMPLATE: { TIME: true } } as const;
/** Of what is left out the first TIME counts where it is 0. */
const rest = (record: Parameters<typeof text>[0]): string =>
  text(record, "TEMPLATE", "TIME") === "0" ? "none" : "some";

async function digests(...records: string[]) {
  const encoded = encodePayload(`<P>${records.map((record) => `<R>${record}</R>`).join("<Q>1</Q>")}</P>`);
  const whole = (record: Parameters<typeof text>[0]) => `${text(record, "NAME")} ${all(record, "X").length}`;
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

test("a record that is not in oned's plain form counts by what is read of it", async () => {
  const odd = (name: string, more: string) => `<ID>7</ID><NAME>${name}</NAME>text between${more}`;
  expect(await digest(odd("a", "<X/>"))).toBe(await digest(odd("a", "<X>1</X>")));
  expect(await digest(odd("a", "<X/>"))).not.toBe(await digest(odd("b", "<X/>")));
  expect(await digest(odd("a", "<X/>"))).not.toBe(await digest(odd("a", "<X/><X/>")));
});
