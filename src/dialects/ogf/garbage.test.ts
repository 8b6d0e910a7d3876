/** Whatever is sent, the parsers answer with what was sent or with a refusal, and soon. OCCI_FUZZ_CASES for a long run. */

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { OcciError } from "../../errors.ts";
import { anyCharacter } from "../../testing/any-character.ts";
import { processorTime } from "../../testing/processor-time.ts";
import { checkAction } from "./check/action.ts";
import { checkEntity } from "./check/entity.ts";
import { checkTags } from "./check/tags.ts";
import { parseFilter } from "./filter.ts";
import { OFFERED } from "./media-type.ts";
import { isOcciType, negotiate } from "./negotiation.ts";
import { parsePage } from "./paging.ts";
import { parseBody } from "./parse.ts";
import { REGISTRY } from "./testing/example.ts";

const numRuns = Number(process.env.OCCI_FUZZ_CASES ?? 1_000);
const TIMEOUT = 60_000 + numRuns * 5;

/** Runs it; everything but an OcciError is a fault of ours, and so is one that repeats much or breaks a line. */
function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    // A message that is fit to be sent.
    expect(error.message.length).toBeLessThanOrEqual(600);
    expect(error.message).not.toMatch(/\p{Cc}/u);
    return error;
  }
}

function readAll(contentType: string, body: string): void {
  const headers = new Headers();
  if (contentType === "text/occi") {
    const value = Buffer.from(body.replace(/[\r\n\0]/g, ""), "utf8").toString("latin1");
    for (const name of ["Category", "Link", "X-OCCI-Attribute", "X-OCCI-Location"]) headers.set(name, value);
  }
  const sent = outcome(() => parseBody({ contentType, headers, body }));
  outcome(() => parseFilter(headers));
  if (sent instanceof OcciError) return;
  const parsed = sent as ReturnType<typeof parseBody>;
  for (const representation of parsed.representations) {
    outcome(() => checkEntity(REGISTRY, representation));
    outcome(() => checkEntity(REGISTRY, representation, { partial: true }));
  }
  outcome(() => checkTags(parsed, true));
  outcome(() => checkAction(REGISTRY, parsed, "stop", []));
}

const fragment = fc.constantFrom(
  ..."\"\\;,=<>{}[]:# \n\r\t'",
  ...["Category: ", "Link: ", "X-OCCI-Attribute: ", "X-OCCI-Location: ", "compute", "; scheme=", '; class="kind"'],
  ...['"http://schemas.ogf.org/occi/infrastructure#"', "rel=", "category=", "self=", "occi.core.title", "</network/3>"],
  ...[
    '"kind":',
    '"mixins":',
    '"attributes":',
    '"links":',
    '"resources":',
    '"target":',
    '"action":',
    "null",
    "true",
    "1e5",
  ],
  ...["\\u0000", '\\"', "\ufeff", "é", "\ud800", "__proto__", "constructor"],
);
const garbage = fc.oneof(
  fc
    .array(fc.oneof({ weight: 5, arbitrary: fragment }, fc.string({ unit: anyCharacter, maxLength: 5 })), {
      maxLength: 30,
    })
    .map((parts) => parts.join("")),
  fc.json(),
  fc.string({ unit: anyCharacter, maxLength: 60 }),
);

describe.each(OFFERED)("%s", (rendering) => {
  test(
    "garbage is read or refused",
    () => {
      fc.assert(
        fc.property(garbage, (body) => readAll(rendering, body)),
        { numRuns },
      );
    },
    TIMEOUT,
  );
});

test(
  "garbage in Accept, Content-Type and query",
  () => {
    fc.assert(
      fc.property(garbage, (value) => {
        outcome(() => negotiate(value));
        outcome(() => parsePage(value, 100));
        isOcciType(value);
        outcome(() => parseBody({ contentType: value, headers: new Headers(), body: "x" }));
      }),
      { numRuns },
    );
  },
  TIMEOUT,
);

/** Bytes of what could make a parser go back again and again: a megabyte in a long run. */
const SIZE = process.env.OCCI_FUZZ_CASES === undefined ? 200_000 : 1_000_000;
/** Of what has many names. */
const MANY = SIZE * 0.06;
const fill = (unit: string, before = "", after = "") => before + unit.repeat(Math.floor(SIZE / unit.length)) + after;

const HOSTILE: Readonly<Record<string, string>> = {
  quotes: fill('"'),
  backslashes: fill("\\"),
  "backslashes in quotes": fill("\\", '"', '"'),
  semicolons: fill(";"),
  commas: fill(","),
  blanks: fill(" ", "a=", "b"),
  "blanks and tabs": fill(" \t"),
  "open targets": fill("<,"),
  "open targets after a closed one": fill("<,", ">"),
  "open targets before a closed one": fill("<,", "", ">"),
  targets: fill("<a>,"),
  "target parameters": fill("a=1;", "</a>;"),
  "the same parameter": fill("rel=a;", "</a>;"),
  "many identifiers": fill("a ", '</a>; rel="', '"'),
  attributes: fill("a=1,"),
  "one attribute name": fill("a", "", "=1"),
  "equals signs": fill("="),
  digits: fill("1", "a="),
  "digits and a dot": fill("1", "a=", ".x"),
  "digits after a dot": fill("1", "a=0."),
  exponents: fill("1e", "a="),
  "quoted commas": fill('",",'),
  categories: fill('a; scheme="http://s#",'),
  "a long term": fill("a", "", '; scheme="http://s#"'),
  "a long scheme": fill("a", 'a; scheme="http://', '#"'),
  "numbers and dots": fill("1.1."),
  "line breaks": fill("\n"),
  "carriage returns": fill("\r"),
  colons: fill(":"),
  "control characters": fill("\u0001"),
  "odd characters": fill("\ufeff\u2028😀"),
};

const HOSTILE_JSON: Readonly<Record<string, string>> = {
  lists: fill("["),
  objects: fill('{"a":'),
  "nested attributes": fill('{"a":', '{"attributes":'),
  "empty lists": fill("[],", "[", "[]]"),
  "open string": fill("a", '"'),
  "escapes in a string": fill('\\"', '"', '"'),
  "unicode escapes": fill("\\u0061", '{"title":"', '"}'),
  "bad escape at the end": fill("\\n", '"', '\\x"'),
  numbers: fill("1,", "[", "1]"),
  "a long number": fill("1"),
  "a long fraction": fill("0", "0.", "1"),
  keys: `{"attributes":{${Array.from({ length: MANY }, (_, at) => `"a.${at}":1`).join(",")}}}`,
  "keys without end": Array.from({ length: MANY }, (_, at) => `{"${at}":`).join(""),
  "a long object": `{"attributes":{"a.b":{${Array.from({ length: MANY }, (_, at) => `"${at}":1`).join(",")}}}}`,
  "one key": fill('"a":1,', "{", '"a":1}'),
  locations: fill('"/a",', "[", '"/a"]'),
  blanks: fill(" ", "[", "]"),
};

/** Milliseconds for a dozen readings: a hundredth is enough on an idle machine, and a quadratic way takes far more. */
const SOON = SIZE * 0.015;

describe(`${SIZE} bytes`, () => {
  const timed = (run: () => void) => {
    expect(processorTime(run)).toBeLessThan(SOON);
  };
  test.each(Object.entries(HOSTILE))(
    "of %s in text",
    (_what, value) => {
      timed(() => {
        readAll("text/plain", value);
        for (const name of ["Category", "Link", "X-OCCI-Attribute", "X-OCCI-Location"]) {
          readAll("text/plain", `${name}: ${value}`);
          readAll("text/plain", `${name}: ${value.replaceAll(",", `\n${name}: `)}`);
        }
        readAll("text/plain", `X-OCCI-Attribute: a="${value}`);
        readAll("text/plain", `X-OCCI-Attribute: occi.core.title=${JSON.stringify(value)}`);
        readAll("text/occi", value);
        readAll("text/uri-list", value);
      });
    },
    2 * SOON,
  );
  test.each(Object.entries({ ...HOSTILE, ...HOSTILE_JSON }))(
    "of %s in JSON",
    (_what, value) => {
      timed(() => {
        readAll("application/json", value);
        readAll("application/json", `{"title":${JSON.stringify(value)},"kind":${JSON.stringify(value)}}`);
        const rules = JSON.stringify({ "occi.securitygroup.rules": value });
        readAll(
          "application/json",
          `{"kind":"http://schemas.ogf.org/occi/infrastructure#securitygroup","attributes":${rules}}`,
        );
      });
    },
    2 * SOON,
  );
  test.each(Object.entries(HOSTILE))(
    "of %s in Accept and query",
    (_what, value) => {
      timed(() => {
        outcome(() => negotiate(value));
        outcome(() => parsePage(`page=${value}&number=${value}`, 10));
        outcome(() => parseBody({ contentType: value, headers: new Headers(), body: "x" }));
      });
    },
    2 * SOON,
  );
});
