/** Every title survives oned, which keeps a cleaned copy as the name and a note beside it. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { TemplateEntries } from "../../opennebula/template-writer.ts";
import { anyCharacter } from "../../testing/any-character.ts";
import { anotherName, cut, nameFor, survives, titleNotes, titleNotesOver, titleOf } from "./title.ts";

const numRuns = Number(process.env.OCCI_FUZZ_CASES ?? 1_000);

/** What is awkward more often than chance would have it. */
const title = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."&|:\\\";/'#{}$<>= \t\r\n\u0000\u007f",
        "]]>",
        "é",
        "網",
        "😀",
        "\ud800",
        "\udc00",
        "-0123abcd",
      ),
      fc.string({ unit: anyCharacter, maxLength: 8 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => pieces.join(""))
  .filter((text) => text !== "");

const notesOf = (entries: TemplateEntries, before: ReadonlyMap<string, string> = new Map()) =>
  new Map([...before, ...(entries as readonly (readonly [string, string])[])]);
/** What cannot be a name gets one of the server's making. */
const nameOf = (text: string) => nameFor(text) ?? anotherName("untitled");

describe("titles", () => {
  test.each([
    ["web", "web", []],
    ['web "one"', "web one", [["OCCI_TITLE", 'web "one"']]],
    ["a/b: c", "a b c", [["OCCI_TITLE", "a/b: c"]]],
    ["網路", "網路", []],
  ] as const)("%j is named %j", (text, name, notes) => {
    expect(nameFor(text)).toBe(name);
    expect(titleNotes(text)).toEqual(notes as unknown as TemplateEntries);
  });

  test.each([
    ["  a \t b\n", "a b"],
    ["a@^_^@b", "a@ _ @b"],
    ["a b@^_^ ^@", "a b@ _ @"],
    [`${"x".repeat(127)} y`, "x".repeat(127)],
    ["x".repeat(128), "x".repeat(128)],
    ["x".repeat(129), "x".repeat(128)],
    [`${"x".repeat(127)}é`, "x".repeat(127)],
  ])("%j is named %j", (text, name) => {
    expect(nameFor(text)).toBe(name);
  });

  test("is cut between characters, at so many bytes", () => {
    expect([cut("abc", 3), cut("abc", 2), cut("aé", 2), cut("aé", 3), cut("😀", 3), cut("", 0)]).toEqual([
      ...["abc", "ab", "a", "aé", "", ""],
    ]);
  });

  test.each([
    ["web", true],
    ['a "b" / c', true],
    ["a\\b", true],
    ["a\\", false],
    [" a", false],
    ["a ", false],
    ["a\nb", false],
    ["a]]>b", false],
    ["a@^_^", false],
    ["a\u0007", false],
    ["😀", false],
    ["/", false],
  ])("that oned gives %j back as it was is %p", (text, same) => {
    expect(survives(text)).toBe(same);
  });

  test("one that is taken gets another end, within 128 bytes", () => {
    expect(anotherName("web one")).toMatch(/^web one-[0-9a-f]{8}$/);
    expect(anotherName("/")).toMatch(/^-[0-9a-f]{8}$/);
    expect(anotherName("x".repeat(200))).toMatch(/^x{119}-[0-9a-f]{8}$/);
    expect(anotherName("web")).not.toBe(anotherName("web"));
  });

  test("takes back an older note that is not so any more, and writes no other", () => {
    const BASE64 = "OCCI_TITLE_BASE64";
    expect(titleNotesOver("web", new Map())).toEqual([]);
    expect(titleNotesOver("web", new Map([["OCCI_TITLE", ""]]))).toEqual([]);
    expect(titleNotesOver("web", new Map([["OCCI_TITLE", "a/b"]]))).toEqual([["OCCI_TITLE", ""]]);
    expect(titleNotesOver("c/d", new Map([["OCCI_TITLE", "a/b"]]))).toEqual([["OCCI_TITLE", "c/d"]]);
    expect(titleNotesOver("c/d", new Map([[BASE64, "x"]]))).toEqual([
      ["OCCI_TITLE", "c/d"],
      [BASE64, ""],
    ]);
  });

  test("one that ends with a backslash is encoded: the text form of templates cannot hold it", () => {
    expect(titleNotes("C:\\")).toEqual([["OCCI_TITLE_BASE64", Buffer.from("C:\\", "utf16le").toString("base64")]]);
  });

  test("one of which no name is left is encoded, as what oned may store changed", () => {
    expect(titleNotes("/")).toEqual([["OCCI_TITLE_BASE64", Buffer.from("/", "utf16le").toString("base64")]]);
  });

  test.each(["", " ", "\n", "/", '"";', "\u0000"])("nothing is left of %j for a name", (text) => {
    expect(nameFor(text)).toBeUndefined();
  });

  test("any title survives", () => {
    fc.assert(
      fc.property(title, (text) => {
        expect(titleOf(nameOf(text), notesOf(titleNotes(text)))).toBe(text);
      }),
      { numRuns },
    );
  });

  test("any title survives over any other", () => {
    fc.assert(
      fc.property(title, title, (old, text) => {
        const before = notesOf(titleNotes(old));
        expect(titleOf(nameOf(text), notesOf(titleNotesOver(text, before), before))).toBe(text);
      }),
      { numRuns },
    );
  });

  test("any title survives a name that was taken", () => {
    fc.assert(
      fc.property(title, (text) => {
        const name = nameFor(text);
        // A title that is its own name is not changed: the clash is the user's.
        if (name === undefined || name === text) return;
        expect(titleOf(anotherName(name), notesOf(titleNotes(text)))).toBe(text);
      }),
      { numRuns },
    );
  });

  test("names are what oned takes: no more than 128 bytes, none of its signs, no blank at the ends", () => {
    fc.assert(
      fc.property(title, (text) => {
        for (const name of [nameFor(text), anotherName(text)]) {
          if (name === undefined) continue;
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(128);
          expect(name).not.toMatch(/[&|:\\";/'#{}$<>]/);
          expect([...name].filter((character) => character < " " || character === "\u007f")).toEqual([]);
          expect(name).toBe(name.trim());
          expect(name.isWellFormed()).toBe(true);
        }
      }),
      { numRuns },
    );
  });

  test("who renames the object outside of OCCI renames it here", () => {
    expect(titleOf("renamed", notesOf(titleNotes('web "one"')))).toBe("renamed");
  });

  test.each(["other-1a2b3c4d", "web-one-1a2b3c4d", "web one-1a2b3c4", "web one-1a2b3c4d5", "web one1a2b3c4d"])(
    "a name of somebody else's with an end like ours is no copy of the title: %s",
    (name) => {
      expect(titleOf(name, notesOf(titleNotes('web "one"')))).toBe(name);
    },
  );

  test("a name that is the beginning of the title, with our end, is such a copy", () => {
    for (const name of ["web one-1a2b3c4d", "web-1a2b3c4d"]) {
      expect(titleOf(name, notesOf(titleNotes('web "one"')))).toBe('web "one"');
    }
  });

  test("notes that this server cannot have made are none", () => {
    expect(titleOf("web", new Map([["OCCI_TITLE", "x".repeat(1025)]]))).toBe("web");
    const long = Buffer.from("x".repeat(1026), "utf16le").toString("base64");
    expect(titleOf("web", new Map([["OCCI_TITLE_BASE64", long]]))).toBe("web");
    expect(titleOf("web", new Map([["OCCI_TITLE", ""]]))).toBe("web");
    const longest = `${"/".repeat(1024 - 3)}web`;
    expect(titleOf("web", new Map([["OCCI_TITLE", longest]]))).toBe(longest);
    expect(titleOf("web", new Map([["OCCI_TITLE_BASE64", Buffer.from(longest, "utf16le").toString("base64")]]))).toBe(
      longest,
    );
    const [more, mine] = [`/${longest}`, Buffer.from(`/${longest}`, "utf16le").toString("base64")];
    expect(titleOf("web", new Map([["OCCI_TITLE", more]]))).toBe("web");
    expect(titleOf("web", new Map([["OCCI_TITLE_BASE64", `${mine}AAAA`]]))).toBe("web");
  });

  test("a title of more than 1024 characters is refused", () => {
    expect(titleOf(nameOf("x".repeat(1024)), notesOf(titleNotes("x".repeat(1024))))).toHaveLength(1024);
    expect(() => titleNotes("x".repeat(1025))).toThrow("occi.core.title is longer than 1024 characters.");
  });
});
