/** What is read out of an answer, and that its bytes are given back: once, and whatever became of it. */
import { describe, expect, spyOn, test } from "bun:test";
import { encodePayload } from "../xml/testing/encode-payload.ts";
import { payloadOf, shareOf, textOf } from "./answers.ts";
import { RecentTexts } from "./recent-texts.ts";

/** An answer of oned, and how often it was given back. @param second its second element. */
function answer(second: string, success = 1) {
  const seen = { released: 0 };
  const values = [`<boolean>${success}</boolean>`, second, "<i4>1024</i4>"].map((value) => `<value>${value}</value>`);
  const received = {
    body: Buffer.from(
      `<methodResponse><params><param><value><array><data>${values.join("")}</data></array></value></param></params></methodResponse>`,
    ),
    release() {
      seen.released += 1;
    },
  };
  return { received, seen };
}
const textAnswer = (document: string) => answer(`<string>${encodePayload(document)}</string>`);
const refused = () => answer("<string>[one.vm.info] Error getting virtual machine [7].</string>", 0);
const damaged = () => answer("<double>1</double>");
/** More than is read in one go. */
const LARGE = `<VM><ID>7</ID><TEMPLATE>${"<A>some text</A>".repeat(5_000)}</TEMPLATE></VM>`;

describe("the text of an answer", () => {
  test("is its payload, also where that is a number", async () => {
    for (const [made, expected] of [
      [textAnswer("<VM><ID>7</ID></VM>"), "<VM><ID>7</ID></VM>"],
      [answer("<i4>12</i4>"), "12"],
    ] as const) {
      expect(await textOf(made.received, undefined, new RecentTexts())).toBe(expected);
      expect(made.seen.released).toBe(1);
    }
  });

  test("is known already when the same question had the same answer lately", () => {
    const recent = new RecentTexts();
    const [first, second, other] = [textAnswer("<A/>"), textAnswer("<A/>"), textAnswer("<B/>")];
    const set = spyOn(recent, "set");
    expect([first, second, other].map(({ received }) => textOf(received, "one.vm.info 7", recent))).toEqual([
      "<A/>",
      "<A/>",
      "<B/>",
    ]);
    expect([first, second, other].map(({ seen }) => seen.released)).toEqual([1, 1, 1]);
    expect(set).toHaveBeenCalledTimes(2);
    expect(recent.get("one.vm.info 7", other.received.body)).toBe("<B/>");
  });

  test("of a large object holds what can be read in one go, and says which parts were cut", async () => {
    const cut: (readonly string[])[] = [];
    const read = ({ received }: ReturnType<typeof answer>) =>
      textOf(received, undefined, new RecentTexts(), (parts) => void cut.push(parts));
    const whole = textAnswer(`<VM><ID>7</ID><TEMPLATE><A>${"x".repeat(70_000)}</A></TEMPLATE></VM>`);
    expect(await read(whole)).toContain("x".repeat(70_000));
    expect(cut).toEqual([]);
    const large = textAnswer(LARGE);
    const text = await read(large);
    expect([text.startsWith("<VM><ID>7</ID>"), text.length < LARGE.length]).toEqual([true, true]);
    expect(cut).toEqual([["TEMPLATE"]]);
    expect([whole.seen.released, large.seen.released]).toEqual([1, 1]);
  });

  test("is an error where oned refuses, or cannot be understood", () => {
    for (const [made, code] of [
      [refused(), "NOT_FOUND"],
      [damaged(), "ONED_DAMAGED_ANSWER"],
      [answer("<string>a<b/></string>"), "ONED_DAMAGED_ANSWER"],
    ] as const) {
      expect(() => textOf(made.received, "key", new RecentTexts())).toThrow(expect.objectContaining({ code }));
      expect(made.seen.released).toBe(1);
    }
  });

  test("of a large object that is damaged is an error as well", async () => {
    const broken = textAnswer(LARGE.slice(0, -9));
    const text = textOf(broken.received, undefined, new RecentTexts());
    await expect(text).rejects.toHaveProperty("code", "ONED_DAMAGED_ANSWER");
    expect(broken.seen.released).toBe(1);
  });
});

describe("the payload of an answer", () => {
  test("is a text or a number", () => {
    const [text, number] = [textAnswer("<A/>"), answer("<i4>12</i4>")];
    expect([payloadOf(text.received), payloadOf(number.received)]).toEqual(["<A/>", 12]);
    expect([text.seen.released, number.seen.released]).toEqual([1, 1]);
  });

  test("is an error where oned refuses; the caller says what a damaged one means", () => {
    const [no, odd] = [refused(), damaged()];
    const meaning = new Error("nobody knows what became of it");
    expect(() => payloadOf(no.received, () => meaning)).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
    expect(() => payloadOf(odd.received, () => meaning)).toThrow(meaning);
    expect([no.seen.released, odd.seen.released]).toEqual([1, 1]);
  });
});

test("bytes that several share are given back by the last of them, however often one of them gives them back", () => {
  const { received, seen } = textAnswer("<A/>");
  const sharers = { count: 2 };
  const [one, other] = [shareOf(received, sharers), shareOf(received, sharers)];
  expect([one.body, other.body]).toEqual([received.body, received.body]);
  one.release();
  one.release();
  expect(seen.released).toBe(0);
  other.release();
  other.release();
  expect(seen.released).toBe(1);
});
