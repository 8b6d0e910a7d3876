/** What the OpenAPI document says of operations and schemas, beside the table that it is made of. */
import { describe, expect, test } from "bun:test";
import { CLIENT_ERRORS } from "../../errors.ts";
import { MACHINE_STATES } from "../../model.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { openApi } from "./openapi.ts";
import { errorsOf, OPERATIONS } from "./operations/index.ts";

interface DescribedOperation {
  readonly operationId: string;
  readonly description?: string;
  readonly parameters: readonly { readonly name?: string; readonly in?: string; readonly example?: unknown }[];
  readonly responses: Readonly<Record<string, { readonly $ref?: string }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly responses: Readonly<Record<string, { readonly description: string }>>;
  };
}

const document = openApi("https://cloud.example.org", "1") as unknown as Document;

function described(method: string, path: string): DescribedOperation {
  const operation = document.paths[path === "" ? "/" : path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${method} ${path} is not described`);
  return operation;
}

describe.each(OPERATIONS.map((operation) => [operation.id, operation] as const))("%s", (id, operation) => {
  const { method, path, answers, answerType, description, example } = operation;
  const { operationId, responses, parameters, ...rest } = described(method, path);

  test("has its name and its description", () => {
    expect(operationId).toBe(id);
    expect(id).toMatch(/^[a-z]+[A-Z]\w*$/);
    expect(rest.description).toBe(description);
  });

  test("has an answer for each success and each error, and 304 where a document is read", () => {
    const statuses = errorsOf(operation).map((code) =>
      String(CLIENT_ERRORS[code as keyof typeof CLIENT_ERRORS].status),
    );
    const unchanged = method === "GET" && answerType === undefined ? ["304"] : [];
    expect(Object.keys(answers)).not.toEqual([]);
    expect(Object.keys(responses).toSorted()).toEqual(
      [...new Set([...Object.keys(answers), ...statuses, ...unchanged])].toSorted(),
    );
    const codes = Object.values(responses).flatMap(({ $ref }) =>
      $ref === undefined
        ? []
        : (document.components.responses[$ref.split("/").at(-1) ?? ""]?.description ?? "").split(", "),
    );
    expect(codes.toSorted()).toEqual([...errorsOf(operation)].toSorted() as string[]);
  });

  test("has a value for each member of its path in the example", () => {
    const members = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    expect(Object.keys(example.params ?? {}).toSorted()).toEqual(members.toSorted());
    expect(Object.values(example.params ?? {})).not.toContain("");
    expect(parameters.flatMap((one) => (one.in === "path" ? (one.name ?? "") : []))).toEqual(members);
  });
});

test("changes give the codes of changes, and what copies an image those of a new image", () => {
  for (const { id, method, errors } of nonEmpty(OPERATIONS.filter((one) => one.method !== "GET"))) {
    expect([id, method, errors.includes("OUTCOME_UNKNOWN")]).toEqual([id, method, true]);
  }
  for (const id of ["cloneImage", "saveDisk", "createImage"]) {
    expect(OPERATIONS.find((one) => one.id === id)?.errors).toContain("NAME_TAKEN");
  }
});

describe("a schema", () => {
  const { schemas } = document.components;

  test("has a name for clients, and members", () => {
    const objects = Object.entries(schemas).filter(([, { type }]) => type === "object");
    expect(objects.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        "Machine",
        "Image",
        "Network",
        "Template",
        "TemplateDisk",
        "Input",
        "Me",
        "Quotas",
        "Usage",
      ]),
    );
    for (const [name, { properties }] of nonEmpty(objects)) {
      expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
      expect([name, Object.keys(properties ?? {}).length > 0]).toEqual([name, true]);
    }
  });

  test("of words is an enumeration", () => {
    const { properties } = schemas.Machine as { properties: { state: object } };
    expect(properties.state).toEqual({ type: "string", enum: [...MACHINE_STATES] });
  });

  test("of what may be null is not one", () => {
    const { properties } = schemas.Machine as { properties: { size: { anyOf: readonly { type: string }[] } } };
    expect(properties.size.anyOf.map(({ type }) => type)).toEqual(["string", "null"]);
  });

  test("of a document refuses unknown members", () => {
    for (const name of ["NewMachine", "MachinePatch", "Machine", "Problem"]) {
      expect([name, schemas[name]?.additionalProperties]).toEqual([name, false]);
    }
  });
});
