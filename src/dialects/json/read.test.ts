/** Documents and parameters of requests: every fault at once, each in its place. */
import { describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import fc from "fast-check";
import { OcciError } from "../../errors.ts";
import { pointerOf } from "./problem.ts";
import { readQuery } from "./query.ts";
import { faultsIn, readDocument } from "./read.ts";
import { NewMachine } from "./schemas/index.ts";
import { writeDocument } from "./write.ts";

function faultsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    return error.faults.map(({ at, message }) => `${pointerOf(at)}: ${message}`);
  }
  return [];
}

const Person = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 5 }),
    age: Type.Optional(Type.Integer({ minimum: 0, maximum: 150 })),
    share: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    tags: Type.Optional(Type.Array(Type.String(), { maxItems: 2 })),
    born: Type.Optional(Type.String({ format: "date-time" })),
    kind: Type.Optional(Type.Union([Type.Literal("a"), Type.Literal("b")])),
    code: Type.Optional(Type.String({ minLength: 2 })),
    note: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  },
  { additionalProperties: false },
);

describe("a document", () => {
  test.each([
    ['{"name": "Ann"}', []],
    ["{}", ["/name: name is missing."]],
    ["", ["/name: name is missing."]],
    ['{"name": ""}', ["/name: name must not be empty."]],
    ['{"name": "Annabel"}', ["/name: name must have at most 5 characters."]],
    ['{"name": 7}', ["/name: name must be a text."]],
    ['{"name": "Ann", "age": -1}', ["/age: age must be 0 or more."]],
    ['{"name": "Ann", "age": 151}', ["/age: age must be 150 or less."]],
    ['{"name": "Ann", "age": 1.5}', ["/age: age must be a whole number."]],
    ['{"name": "Ann", "share": 0}', ["/share: share must be more than 0."]],
    ['{"name": "Ann", "tags": ["a", "b", "c"]}', ["/tags: tags must have at most 2 items."]],
    ['{"name": "Ann", "tags": ["a", 2]}', ["/tags/1: tags.1 must be a text."]],
    ['{"name": "Ann", "born": "yesterday"}', ["/born: born must be a time such as 2026-12-24T18:00:00Z."]],
    ['{"name": "Ann", "born": "2026-02-30T00:00:00Z"}', ["/born: born must be a time such as 2026-12-24T18:00:00Z."]],
    ['{"name": "Ann", "name": "Bob"}', ["/name: name appears more than once."]],
    ['{"name": "Ann", "n\\u0061me": "Bob"}', ["/name: name appears more than once."]],
    ['{"name": "a\\",\\"name\\":"}', ["/name: name must have at most 5 characters."]],
    [
      '{"name": "Ann", "tags": ["name", {"x": [1, {"y": 1, "y": 2}], "x": 3}]}',
      [
        "/tags/1/x/1/y: tags.1.x.1.y appears more than once.",
        "/tags/1/x: tags.1.x appears more than once.",
        "/tags/1: tags.1 must be a text.",
      ],
    ],
    ['{"name": "Ann", "kind": "c"}', ['/kind: kind must be "a" or "b".']],
    ['{"name": "Ann", "code": "x"}', ["/code: code must have at least 2 characters."]],
    ['{"name": "Ann", "note": null}', []],
    ['{"name": "Ann", "note": 1}', ["/note: note must be a text or null."]],
    ['{"name": "Ann", "a/b~c": 1}', ["/a~1b~0c: a/b~c is not a member of this request."]],
    ['{"name": "Ann", "a~1": 1}', ["/a~01: a~1 is not a member of this request."]],
    ["[]", [": The document must be an object."]],
  ])("%s has the faults %j", (text, faults) => {
    expect(faultsOf(() => readDocument(Person, text))).toEqual(faults);
  });

  test("that is not JSON is refused, with what to send", () => {
    expect(() => readDocument(Person, "{")).toThrow("The body is not JSON.");
  });

  test("has all of its faults told at once", () => {
    expect(faultsOf(() => readDocument(Person, '{"age": "x", "tags": 1, "extra": 1}'))).toHaveLength(4);
  });

  test("with more faults than a person reads is examined no further", () => {
    const extra = Object.fromEntries(Array.from({ length: 100 }, (_, number) => [`extra${number}`, number]));
    expect(faultsIn(Person, { name: "Ann", ...extra })).toHaveLength(50);
  });

  test("whatever it is, is refused with faults or taken: nothing else is thrown", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          readDocument(NewMachine, text);
        } catch (error) {
          expect(error).toBeInstanceOf(OcciError);
        }
      }),
    );
  });
});

describe("parameters", () => {
  const schema = Type.Object(
    { limit: Type.Optional(Type.Integer({ minimum: 1 })), mine: Type.Optional(Type.Boolean()) },
    { additionalProperties: false },
  );
  const read = (query: string) => readQuery(schema, new URLSearchParams(query));

  test("are read as their schema has them", () => {
    expect(read("limit=5&mine")).toEqual({ limit: 5, mine: true });
    expect(read("mine=false")).toEqual({ mine: false });
    expect(read("")).toEqual({});
  });

  test.each([
    ["limit=x", ["/limit: limit must be a whole number."]],
    ["limit=0", ["/limit: limit must be 1 or more."]],
    ["mine=maybe", ["/mine: mine must be true or false."]],
    ["limit=1&limit=2", ["/limit: The parameter limit appears more than once."]],
    ["other=1", ["/other: The request has an unknown parameter other."]],
  ])("%s has the faults %j", (query, faults) => expect(faultsOf(() => read(query))).toEqual(faults));

  test("of an operation without any are refused", () => {
    expect(faultsOf(() => readQuery(undefined, new URLSearchParams("a=1")))).toEqual([
      "/a: The request has an unknown parameter a.",
    ]);
  });
});

test("an answer has all members of its schema, in its order, absent ones as null", () => {
  const schema = Type.Object({
    b: Type.Union([Type.Integer(), Type.Null()]),
    a: Type.Array(Type.Object({ x: Type.Union([Type.String(), Type.Null()]) })),
    at: Type.String(),
  });
  const written = writeDocument(schema, { a: [{}, { x: "y", secret: 1 }], at: new Date(0), more: 1 });
  expect(written).toBe('{"b":null,"a":[{"x":null},{"x":"y"}],"at":"1970-01-01T00:00:00.000Z"}');
});
