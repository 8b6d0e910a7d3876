/** Codes of the second factor, held against the examples of RFC 6238. */
import { describe, expect, test } from "bun:test";
import { readRecord } from "../../xml/record.ts";
import { isCode, secondFactorOf } from "./second-factor.ts";

/** `12345678901234567890` in Base32: the secret of RFC 6238, appendix B. */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/** The last six of the eight digits there. */
const EXAMPLES = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
] as const;

describe("a code", () => {
  test.each(EXAMPLES)("at %d s is %s", async (seconds, code) => {
    expect(await isCode(SECRET, code, seconds * 1000)).toBe(true);
    expect(await isCode(SECRET.toLowerCase(), `${code.slice(0, 3)} ${code.slice(3)}`, seconds * 1000)).toBe(true);
  });
  test("is of the secret whose digits are read without the blanks in it", async () => {
    expect(await isCode(SECRET.replace(/(.{4})/g, "$1 "), "287082", 59_000)).toBe(true);
    expect(await isCode(SECRET, " 28 70\t82\n", 59_000)).toBe(true);
  });
  test("counts for its half minute, and in none before or after it", async () => {
    const begin = 2_000_000_010_000 - 30_000;
    const at = (ms: number) => isCode(SECRET, "279037", begin + ms);
    expect([await at(-1), await at(0), await at(29_999), await at(30_000)]).toEqual([false, true, true, false]);
  });
  test.each(["", "28708", "2870820", "28708a", "-87082", "٢٨٧٠٨٢", "287 08"])("%j is none", async (code) => {
    expect(await isCode(SECRET, code, 59_000)).toBe(false);
  });
  test("of a secret that is none is a fault of the cloud, not of the user", async () => {
    await expect(isCode("not/base32!", "287082")).rejects.toMatchObject({ code: "INTERNAL" });
  });
});

describe("the secret", () => {
  const of = (template: string) => secondFactorOf(readRecord(`<USER><TEMPLATE>${template}</TEMPLATE></USER>`, "USER"));
  const fireedge = "<FIREEDGE><TWO_FACTOR_AUTH_SECRET>A</TWO_FACTOR_AUTH_SECRET></FIREEDGE>";
  const sunstone = "<SUNSTONE><TWO_FACTOR_AUTH_SECRET>B</TWO_FACTOR_AUTH_SECRET></SUNSTONE>";
  test("is FireEdge's before Sunstone's, or stands alone", () => {
    expect([of(sunstone + fireedge), of(sunstone), of("<TWO_FACTOR_AUTH_SECRET>C</TWO_FACTOR_AUTH_SECRET>")]).toEqual([
      "A",
      "B",
      "C",
    ]);
  });
  test("is not there for most users", () => {
    expect([
      of(""),
      of("<SUNSTONE><LANG>de</LANG></SUNSTONE>"),
      of("<FIREEDGE><TWO_FACTOR_AUTH_SECRET/></FIREEDGE>"),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
