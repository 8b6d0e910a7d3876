/** The bytes of an answer are given back once, whatever became of it. */
import { describe, expect, test } from "bun:test";
import { text } from "../xml/record.ts";
import { encodePayload } from "../xml/testing/encode-payload.ts";
import type { PoolAnswer } from "./client.ts";
import { alone, digests, members, names } from "./pool.ts";

const GOOD = "<P><R><ID>1</ID><NAME>a</NAME></R><R><ID>2</ID><NAME>b</NAME></R></P>";
const ONE = "<R><ID>1</ID><NAME>a</NAME></R>";
const options = { leftOut: {}, rest: () => "", whole: () => "" };

/** An answer, and how often it was given back. */
function answerOf(document: string) {
  const seen = { released: 0 };
  const release = (): void => {
    seen.released += 1;
  };
  return { answer: { encoded: encodePayload(document), release } as PoolAnswer, seen };
}

const WAYS = [
  ["records", (answer: PoolAnswer) => members(answer, "P", "R", (record) => text(record, "ID"))],
  [
    "what is asked for",
    (answer: PoolAnswer) => members(answer, "P", "R", (record) => text(record, "ID"), { asked: { ID: true } }),
  ],
  ["names", (answer: PoolAnswer) => names(answer, "P", "R")],
  ["digests", (answer: PoolAnswer) => digests(answer, "P", "R", options)],
] as const;

describe.each(WAYS)("an answer that is read as %s is given back", (_, read) => {
  test("at its end, and not before", async () => {
    const { answer, seen } = answerOf(GOOD);
    let found = 0;
    for await (const batch of read(answer)) {
      expect(seen.released).toBe(0);
      found += batch.length;
    }
    expect([found, seen.released]).toEqual([2, 1]);
  });

  test("when it is left in the middle", async () => {
    const { answer, seen } = answerOf(GOOD);
    for await (const batch of read(answer)) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    expect(seen.released).toBe(1);
  });

  test("when it is damaged", async () => {
    const { answer, seen } = answerOf(GOOD.slice(0, -4));
    await expect(Array.fromAsync(read(answer) as AsyncIterable<unknown>)).rejects.toMatchObject({
      code: "ONED_DAMAGED_ANSWER",
    });
    expect(seen.released).toBe(1);
  });
});

describe("an answer of one object is given back", () => {
  test("when it was read", async () => {
    const { answer, seen } = answerOf(ONE);
    expect(await alone(answer, "R", (record) => text(record, "NAME"))).toBe("a");
    expect(seen.released).toBe(1);
  });

  test("and its reader hears which parts were left out, if any", async () => {
    const cut: (readonly string[])[] = [];
    const read = (document: string) =>
      alone({ ...answerOf(document).answer, onCut: (parts) => void cut.push(parts) }, "VM", (record) =>
        text(record, "ID"),
      );
    expect(await read("<VM><ID>1</ID></VM>")).toBe("1");
    expect(cut).toEqual([]);
    expect(await read(`<VM><ID>1</ID><TEMPLATE>${"<A>some text</A>".repeat(5_000)}</TEMPLATE></VM>`)).toBe("1");
    expect(cut).toEqual([["TEMPLATE"]]);
  });

  test.each(["<R>", "<O/>", ""])("when it is not that: %j", async (document) => {
    const { answer, seen } = answerOf(document);
    await expect(alone(answer, "R", String)).rejects.toMatchObject({ code: "ONED_DAMAGED_ANSWER" });
    expect(seen.released).toBe(1);
  });
});
