/** What all of oned's objects have in common: numbers, names, texts, lists. */
import { describe, expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import {
  idsAt,
  isPublic,
  optionalDecimal,
  optionalNumber,
  owned,
  scalars,
  vectors,
  wholeNumber,
  withoutDate,
} from "./record-parts.ts";

const record = (text: string) => readRecord(`<X>${text}</X>`, "X");

describe("a number that oned always writes", () => {
  test.each([
    ["0", 0],
    ["-1", -1],
    ["123456789012345", 123456789012345],
  ])("%s", (text, number) => {
    expect(wholeNumber(record(`<A><N>${text}</N></A>`), "A", "N")).toBe(number);
  });

  test.each(["", "x", "1.5", "1x", "x1", " 1", "--1", "1234567890123456"])(
    "is not %j: the answer is damaged",
    (text) => {
      expect(() => wholeNumber(record(`<A><N>${text}</N></A>`), "A", "N")).toThrow(
        "OpenNebula's answer does not contain a number in A/N.",
      );
    },
  );

  test("must not be missing", () => {
    expect(() => wholeNumber(record(""), "N")).toThrow(expect.objectContaining({ code: "ONED_DAMAGED_ANSWER" }));
  });
});

describe("a number that may be missing", () => {
  test.each([
    ["0", 0],
    ["0123456789", 123456789],
    ["4294967295", 4294967295],
  ])("%s has digits", (text, number) => {
    expect(optionalNumber(text)).toBe(number);
  });

  test.each([undefined, "", "-1", "1.0", "x1", "1x", "12345678901"])("%p is none", (text) => {
    expect(optionalNumber(text)).toBeUndefined();
  });

  test.each([
    ["0.50", 0.5],
    ["-1", -1],
    [" 2 ", 2],
    ["1e3", 1000],
  ])("%j is a decimal", (text, number) => {
    expect(optionalDecimal(text)).toBe(number);
  });

  test.each([undefined, "", "  ", "x", "1,5", "Infinity", "NaN"])("%p is no decimal", (text) => {
    expect(optionalDecimal(text)).toBeUndefined();
  });
});

describe("an object", () => {
  const OWNED = "<ID>3</ID><UID>2</UID><NAME>lan</NAME>";

  test("has an id, a name, an owner and a group", () => {
    expect(owned(record(`${OWNED}<UNAME>alice</UNAME><GNAME>users</GNAME>`))).toEqual({
      ...{ id: 3, name: "lan", uid: 2, uname: "alice", gname: "users" },
    });
    expect(owned(record(OWNED))).toEqual({ id: 3, name: "lan", uid: 2, uname: "", gname: "" });
  });

  test.each(["ID", "UID", "NAME"])("must have %s", (name) => {
    const cut = OWNED.replace(new RegExp(`<${name}>.*?</${name}>`), "");
    expect(() => owned(record(cut))).toThrow(expect.objectContaining({ code: "ONED_DAMAGED_ANSWER" }));
  });

  test.each([
    [0, 0, false],
    [1, 0, true],
    [0, 1, true],
  ])("is public when its group (%d) or everybody (%d) may use it: %p", (group, other, expected) => {
    const permissions = `<PERMISSIONS><OWNER_U>1</OWNER_U><GROUP_U>${group}</GROUP_U><OTHER_U>${other}</OTHER_U></PERMISSIONS>`;
    expect(isPublic(record(permissions))).toBe(expected);
    expect(isPublic(record(""))).toBe(false);
  });
});

describe("attributes", () => {
  const twice = "<T><A>1</A><V><B>2</B></V><C>3</C></T><T><A>4</A><D>5</D></T>";

  test("are the texts; of those that come twice the last", () => {
    expect(scalars(record(twice), "T")).toEqual(new Map(Object.entries({ A: "4", C: "3", D: "5" })));
    expect(scalars(record(twice), "T", "V")).toEqual(new Map([["B", "2"]]));
    expect(scalars(record(""), "T")).toEqual(new Map());
  });

  test("of vectors stay apart", () => {
    expect(vectors(record(twice), "T")).toEqual([
      new Map(Object.entries({ A: "1", C: "3" })),
      new Map(Object.entries({ A: "4", D: "5" })),
    ]);
    expect(vectors(record(""), "T")).toEqual([]);
  });
});

test("ids of a list are its numbers", () => {
  const list = "<CLUSTERS><ID>0</ID><ID>100</ID><ID>x</ID><ID></ID><ID><ID>7</ID></ID></CLUSTERS>";
  expect(idsAt(record(list), "CLUSTERS")).toEqual([0, 100]);
  expect(idsAt(record(""), "CLUSTERS")).toEqual([]);
});

test.each([
  ["Mon Nov 30 08:16:05 2026 : it broke", "it broke"],
  ["Tue Dec  1 08:16:05 2026: it broke", "it broke"],
  ["it broke", "it broke"],
  ["it broke Mon Nov 30 08:16:05 2026 : again", "it broke Mon Nov 30 08:16:05 2026 : again"],
  ["Mon Nov 30 8:16:05 2026 : it broke", "Mon Nov 30 8:16:05 2026 : it broke"],
])("%j says %j", (error, words) => {
  expect(withoutDate(error)).toBe(words);
});
