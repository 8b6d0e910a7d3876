/** The description of the API: two independent tools find it valid, and what it promises is what the server answers. */
import { describe, expect, test } from "bun:test";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { faultsIn, MADE, OPERATIONS, type Operation, openApi, Problem } from "../../dialects/json/index.ts";
import { CLIENT_ERRORS } from "../../errors.ts";
import { HANDLERS } from "./handlers/index.ts";
import { describeApi } from "./testing/api-world.ts";

const DOCUMENT = openApi("https://cloud.example.org:4567", "1.2.3");

describe("the OpenAPI document", () => {
  test("is valid by its schema", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(DOCUMENT) as Record<string, unknown>);
    expect([valid, errors]).toEqual([true, undefined]);
  });

  test("is valid by the rules that people lint by", async () => {
    const config = await createConfig({ extends: ["recommended"], rules: { "operation-4xx-response": "off" } });
    const problems = await lintFromString({ source: JSON.stringify(DOCUMENT), config });
    expect(problems.map(({ message }) => message)).toEqual([]);
  });

  test("has every operation once, each with a handler", () => {
    const places = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
    const ids = OPERATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...Object.keys(HANDLERS), "getApi", "getOpenApi", "listErrors"].toSorted()).toEqual(ids.toSorted());
  });

  test("names only error codes that clients are told of", () => {
    const codes = OPERATIONS.flatMap(({ errors }) => errors);
    expect(codes.filter((code) => !Object.hasOwn(CLIENT_ERRORS, code))).toEqual([]);
  });
});

/** The path of an operation with the members of its example. @param made the id of what was made last. */
function pathOf({ path, example }: Operation, made: unknown): string {
  const member = (name: string): string => example.params?.[name] ?? "";
  return path.replace(/\{(\w+)\}/g, (_, name: string) => (member(name) === MADE ? String(made) : member(name)));
}

describeApi("every example", ({ send }) => {
  const examples = OPERATIONS.filter(
    // A stream has no end: `events.test.ts` listens to it.
    ({ answerType }) => answerType === undefined,
  ).map((operation) => [operation.id, operation] as const);

  test.each(examples)("%s is answered as it is described", async (_id, operation) => {
    const { method, isOpen, example, answers } = operation;
    let made: unknown;
    for (const id of example.after ?? []) {
      const before = OPERATIONS.find((one) => one.id === id);
      if (before === undefined) throw new Error(`no operation ${id}`);
      const answer = await send(before.method, pathOf(before, made), {
        headers: { prefer: "wait=30" },
        ...(before.example.body !== undefined && { body: before.example.body }),
      });
      if (answer.status >= 300) throw new Error(`${id} is answered with ${answer.status}`);
      made = answer.document.id;
    }
    const { status, headers, document } = await send(method, pathOf(operation, made), {
      ...(isOpen === true && { user: null }),
      ...(example.body !== undefined && { body: example.body }),
    });
    expect(Object.keys(answers)).toContain(String(status));
    const schema = answers[status as keyof typeof answers];
    if (schema === undefined) return expect(document).toEqual({});
    expect(headers.get("content-type")).toBe("application/json");
    expect(faultsIn(schema, document)).toEqual([]);
  });

  const failing = OPERATIONS.filter(({ path }) => path.includes("{id}")).map(
    (operation) => [operation.id, operation] as const,
  );

  test.each(failing)("%s of what is not there is a problem as it is described", async (_id, operation) => {
    const path = operation.path
      .replace("{id}", "4711")
      .replace("{word}", "stop")
      .replace(/\{\w+\}/g, "0");
    const sending = operation.method === "GET" ? {} : { body: operation.example.body ?? { name: "x" } };
    const { status, headers, document } = await send(operation.method, path, sending);
    expect([status, document.code, headers.get("content-type")]).toEqual([
      404,
      "NOT_FOUND",
      "application/problem+json",
    ]);
    expect(faultsIn(Problem, document)).toEqual([]);
    expect(operation.errors).toContain("NOT_FOUND");
  });
});
