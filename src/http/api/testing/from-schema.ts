/** Values for the schemas of the OpenAPI document: those that they allow, and those that are wrong in one place. */
import fc from "fast-check";
import { HOSTILE } from "../../testing/vectors/hostile-text.ts";
import type { Schema } from "./described.ts";

type Resolve = (schema: Schema) => Schema;
export type Json = fc.Arbitrary<unknown>;

/** Names that a program must not take for anything but text. */
const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "../../etc/passwd", "a\r\nX-Injected: 1"];
const ODD = [
  "\u0000",
  "\u202egpj.exe",
  "\ud800",
  "\ufeff",
  "%n%s",
  "<script>alert(1)</script>",
  "ä☃😀",
  "$(id)",
  "{{7*7}}",
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE, ...NAMES, ...ODD),
  fc.string({ maxLength: 20, unit: "binary" }),
  fc.integer({ min: 100, max: 70_000 }).map((length) => "x".repeat(length)),
);

const hugeNumbers = fc.constantFrom(
  ...[
    0,
    -0,
    -1,
    0.5,
    1e-300,
    1e300,
    Number.MAX_SAFE_INTEGER + 1,
    -Number.MAX_VALUE,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32,
    2 ** 63,
  ],
);

/** A value nested so deep that a recursive reader would fall over. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Any value, mostly of the wrong type for what it stands for. */
const anything: Json = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, "", "0", "true", [], {}, [[]], [null], { __proto__: null }),
  hugeNumbers,
  hostileText,
  fc.constantFrom(50, 2_000).map(nested),
  fc.dictionary(hostileText, fc.constantFrom<unknown>(1, "x", null), { maxKeys: 3 }),
);

function texts({ format, pattern, minLength = 0, maxLength = 100_000 }: Schema): fc.Arbitrary<string> {
  if (format === "date-time") {
    return fc.constantFrom(
      "2099-01-01T00:00:00Z",
      "1970-01-01T00:00:00Z",
      "2038-01-19T03:14:08+14:00",
      "9999-12-31T23:59:59Z",
    );
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const longest = Math.min(maxLength, 70_000);
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom("small", "web", "x".repeat(Math.max(minLength, 1))) },
    { weight: 2, arbitrary: hostileText.filter(({ length }) => length >= minLength && length <= longest) },
    { weight: 1, arbitrary: fc.constantFrom("x".repeat(minLength), "é".repeat(longest)) },
  );
}

function numbers({ type, minimum, maximum, exclusiveMinimum }: Schema): fc.Arbitrary<number> {
  const least = minimum ?? (exclusiveMinimum === undefined ? 0 : Number.MIN_VALUE);
  const edges = [minimum, maximum, 0, 1, 2, 3, 64, 1024, 0.5, 2 ** 31, 2 ** 53].filter(
    (number): number is number =>
      number !== undefined &&
      number >= least &&
      number <= (maximum ?? number) &&
      (type === "number" || Number.isInteger(number)),
  );
  return fc.constantFrom(...edges);
}

/** Values that a schema allows. */
export function allowed(given: Schema, resolve: Resolve): Json {
  const schema = resolve(given);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => allowed(one, resolve)));
  switch (schema.type) {
    case "string":
      return texts(schema);
    case "integer":
    case "number":
      return numbers(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array": {
      const items = allowed(schema.items ?? {}, resolve);
      return fc.array(items, { maxLength: Math.min(schema.maxItems ?? 4, 4) });
    }
    case "object":
      return objects(schema, resolve);
    default:
      return anything;
  }
}

function objects({ properties = {}, required = [], additionalProperties }: Schema, resolve: Resolve): Json {
  if (typeof additionalProperties === "object") {
    const keys = fc.oneof(fc.constantFrom("TXT", "NUM", "MEMORY"), hostileText);
    return fc.dictionary(keys, allowed(additionalProperties, resolve), { maxKeys: 4 });
  }
  const members = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, allowed(one, resolve)]));
  return fc.record(members, { requiredKeys: [...required] });
}

/** What lies just beyond the limits of a schema. */
function beyond({ minimum, maximum, exclusiveMinimum, minLength, maxLength, maxItems }: Schema): unknown[] {
  const values: unknown[] = [];
  if (minimum !== undefined) values.push(minimum - 1, minimum + 0.5);
  if (maximum !== undefined) values.push(maximum + 1);
  if (exclusiveMinimum !== undefined) values.push(exclusiveMinimum);
  if (minLength !== undefined && minLength > 0) values.push("x".repeat(minLength - 1));
  if (maxLength !== undefined) values.push("x".repeat(maxLength + 1));
  if (maxItems !== undefined) values.push(Array.from({ length: maxItems + 1 }, () => "x"));
  return values;
}

/** Documents of a schema with faults: members that are missing, unknown, of other types, or beyond their limits. */
export function faulty(given: Schema, resolve: Resolve): Json {
  const schema = resolve(given);
  const { properties = {}, required = [] } = schema;
  const names = Object.keys(properties);
  if (names.length === 0) return anything;
  const right = objects(schema, resolve) as fc.Arbitrary<Record<string, unknown>>;
  const wrong = fc.constantFrom(...names).chain((name) => {
    const member = resolve(properties[name] ?? {});
    const edges = [member, ...(member.anyOf ?? []).map(resolve)].flatMap(beyond);
    const inner = member.type === "array" ? fc.array(anything, { minLength: 1, maxLength: 3 }) : anything;
    const value = edges.length === 0 ? inner : fc.oneof(inner, fc.constantFrom(...edges));
    return fc.tuple(right, value).map(([document, odd]) => ({ ...document, [name]: odd }));
  });
  const unknown = fc.tuple(right, hostileText, anything).map(([document, name, value]) => {
    const copy: Record<string, unknown> = { ...document };
    // An own member of that name, as a document of JSON has it.
    Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
    return copy;
  });
  const missing = fc
    .tuple(right, fc.constantFrom(...(required.length === 0 ? names : required)))
    .map(([document, name]) => Object.fromEntries(Object.entries(document).filter(([other]) => other !== name)));
  return fc.oneof({ weight: 4, arbitrary: wrong }, unknown, missing, anything);
}

/** Texts of bodies that are no JSON, or that parsers differ about. */
export const BROKEN_JSON: readonly string[] = [
  ...["{", "}", '{"a"', '{"name":}', "{'name':'x'}", "nul", "NaN", "Infinity", '{"a":1}{"b":2}', '{"a":1,}', "//x\n{}"],
  ...['{"name":"a","name":"b"}', '{"__proto__":{"name":"x"}}', '{"constructor":{"prototype":{}}}', '{"sizeMiB":1e400}'],
  ...[
    "\ufeff{}",
    "\0",
    " ",
    "<MACHINE/>",
    "name=x",
    "[".repeat(60_000),
    '{"a":'.repeat(30_000),
    `${"[".repeat(9_000)}${"]".repeat(9_000)}`,
  ],
  ...[
    `{"name":"${"\\u0000".repeat(100)}"}`,
    '{"name":"\\ud800"}',
    `{"sizeMiB":${"9".repeat(10_000)}}`,
    '{"sizeMiB":-0}',
    '"\\x"',
  ],
];
