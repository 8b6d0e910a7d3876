/** A request that holds too much is refused where the limit is, whatever stands behind it. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import { isOcciType } from "./index.ts";
import { negotiate } from "./negotiation.ts";
import { parseBody } from "./parse.ts";

interface Bounded {
  readonly what: string;
  readonly type: string;
  /** A request with so many of them. */
  make(count: number): string;
  readonly most: number;
}

const numbered = (count: number, item: (number: number) => string, separator = ","): string =>
  Array.from({ length: count }, (_, number) => item(number)).join(separator);

const json = (what: string, most: number, make: Bounded["make"]): Bounded => ({
  what,
  type: "application/occi+json",
  make,
  most,
});
const text = (what: string, most: number, make: Bounded["make"]): Bounded => ({ what, type: "text/plain", make, most });

const BOUNDED: readonly Bounded[] = [
  json("32000 values of JSON", 32_000, (count) => `{"a":[${numbered(count - 2, () => "[]")}]}`),
  json("2000 members in an object", 2_000, (count) => `{${numbered(count, (number) => `"${number}":1`)}}`),
  json("1000 attributes", 1_000, (count) => `{"attributes":{${numbered(count, (number) => `"a.${number}":1`)}}}`),
  json("1000 attributes", 1_000, (count) => `{"attributes":{"a":{${numbered(count, (number) => `"${number}":1`)}}}}`),
  json("4000 values within attributes", 4_000, (count) => `{"attributes":{"a.b":[${numbered(count, () => "1")}]}}`),
  json(
    "4000 values within attributes",
    4_000,
    (count) => `{"attributes":{"a.b":[${numbered(count / 2, () => '{"":1}')}${count % 2 === 0 ? "" : ",1"}]}}`,
  ),
  json("10000 type identifiers", 10_000, (count) => `{"actions":[${numbered(count, () => '"a#b"')}]}`),
  json(
    "10000 type identifiers",
    10_000,
    (count) => `{"mixins":[{"term":"a","scheme":"b#","applies":[${numbered(count, () => '"a#b"')}]}]}`,
  ),
  json(
    "10000 type identifiers",
    10_000,
    (count) => `{"kind":"a#b","links":[{"target":"/a","rel":"${numbered(count, () => "a#b", " ")}"}]}`,
  ),
  json("1000 categories", 1_000, (count) => `{"mixins":[${numbered(count, () => '"a#b"')}]}`),
  json("1000 links", 1_000, (count) => `{"kind":"a#b","links":[${numbered(count, () => '{"target":"/a"}')}]}`),
  json("1000 entities", 1_000, (count) => `{"resources":[${numbered(count, () => "{}")}]}`),
  json("10000 locations", 10_000, (count) => `[${numbered(count, () => '"/a"')}]`),
  json("10000 locations", 10_000, (count) => `{"resources":[${numbered(count, () => '{"id":"/a"}')}]}`),
  text("20000 lines", 20_000, (count) => "\n".repeat(count)),
  { ...text("20000 lines", 20_000, (count) => "#\n".repeat(count)), type: "text/uri-list" },
  text("20000 items", 20_000, (count) => `X-OCCI-Attribute: ${",".repeat(count - 1)}`),
  text("20000 strings", 20_000, (count) => `X-OCCI-Attribute: ${'""'.repeat(count)}`),
  text("5000 parameters", 5_000, (count) => `Link: </a>; rel=a#b${";".repeat(count - 2)}`),
  text("5000 parameters", 5_000, (count) => `Link: </a>; rel=a#b${'; category="a"'.repeat(count - 2)}`),
  text("10000 type identifiers", 10_000, (count) => `Link: </a>; rel="${numbered(count, () => "a#b", " ")}"`),
  text(
    "10000 type identifiers",
    10_000,
    (count) => `Link: </a>; rel=a#b; category="${numbered(count - 1, () => "a#b", " ")}"`,
  ),
  text(
    "10000 type identifiers",
    10_000,
    (count) => `Category: a; scheme="b#"; applies="${numbered(count, () => "a#b", " ")}"`,
  ),
  text(
    "10000 type identifiers",
    10_000,
    (count) => `Category: a; scheme="b#"; depends="${numbered(count, () => "a#b", " ")}"`,
  ),
  text("1000 attributes", 1_000, (count) => `Link: </a>; rel=a#b${"; a=1".repeat(count)}`),
  text("1000 attributes", 1_000, (count) => `X-OCCI-Attribute: ${numbered(count, () => "a=1")}`),
  text("1000 links", 1_000, (count) => `Link: ${numbered(count, () => "</a>; rel=a#b")}`),
  text("1000 categories", 1_000, (count) => `Category: ${numbered(count, () => 'a; scheme="b#"')}`),
  text("10000 locations", 10_000, (count) => `X-OCCI-Location: ${numbered(count, () => "/a")}`),
];

function refusal(type: string, body: string): OcciError | undefined {
  try {
    parseBody({ contentType: type, headers: new Headers(), body });
    return undefined;
  } catch (error) {
    if (error instanceof OcciError) return error;
    throw error;
  }
}

describe.each(BOUNDED)("$type: $what", ({ what, type, make, most }) => {
  test("are read, and one more is not", () => {
    expect(refusal(type, make(most))?.code).not.toBe("TOO_LARGE");
    const refused = refusal(type, make(most + 1));
    expect([refused?.code, refused?.message]).toEqual(["TOO_LARGE", `The request has more than ${what}.`]);
  });
});

/** Of text nothing behind the limit is looked at: a fault there is not found. */
describe.each(BOUNDED.filter(({ type }) => type === "text/plain"))("text: $what", ({ what, type, make, most }) => {
  test("nothing behind one more is read", () => {
    const refused = refusal(type, `${make(most + 1)}\nno line of this rendering`);
    expect(refused?.message).toBe(`The request has more than ${what}.`);
  });
});

describe("a header that lists types without end", () => {
  const many = "a/b,".repeat(10_000);
  test("counts by its first", () => {
    expect(negotiate(`application/occi+json,${many}`)).toBe("application/occi+json");
    expect(() => negotiate(`${many}application/occi+json`)).toThrow("offers none of the types in Accept");
    expect([isOcciType(`text/occi,${many}`), isOcciType(`${many}text/occi`)]).toEqual([true, false]);
  });
});
