/** The OpenAPI 3.1 document, made of the table of operations. */
import type { TObject, TSchema } from "@sinclair/typebox";
import { CLIENT_ERRORS } from "../../errors.ts";
import { MACHINE_ACTIONS } from "../../model.ts";
import { BASE_PATH } from "./base-path.ts";
import { ANSWER_HEADERS, answerHeaders, REQUEST_HEADERS, requestHeaders, streamHeaders } from "./openapi-headers.ts";
import { errorsOf, MADE, OPERATIONS, type Operation } from "./operations/index.ts";
import { PROBLEM_TYPE } from "./problem.ts";
import { Problem } from "./schemas/index.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Components = Map<string, Json>;

/** A schema of the document: named schemas become references, and unions of literals become enumerations. */
function schemaOf(schema: TSchema, components: Components): Json {
  const { $id } = schema;
  if ($id === undefined) return plain(schema, components);
  if (!components.has($id)) {
    components.set($id, null);
    components.set($id, plain(schema, components));
  }
  return { $ref: `#/components/schemas/${$id}` };
}

function plain(schema: TSchema, components: Components): Json {
  const { description, type } = schema;
  const about: Json = description === undefined ? {} : { description };
  if (Array.isArray(schema.anyOf)) {
    const parts = schema.anyOf as TSchema[];
    if (parts.every((part) => part.const !== undefined)) {
      return { ...about, type: "string", enum: parts.map((part) => part.const as string) };
    }
    return { ...about, anyOf: parts.map((part) => schemaOf(part, components)) };
  }
  if (type === "array") return { ...limits(schema), items: schemaOf(schema.items as TSchema, components) };
  if (type !== "object") return limits(schema);
  const { properties, required, patternProperties } = schema as TObject & {
    patternProperties?: Record<string, TSchema>;
  };
  if (patternProperties !== undefined) {
    const [value] = Object.values(patternProperties);
    return { ...about, type, additionalProperties: value === undefined ? true : schemaOf(value, components) };
  }
  return {
    ...about,
    type,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [name, schemaOf(member, components)] as const),
    ),
    ...(required !== undefined && { required: [...required] }),
    ...(schema.additionalProperties === false && { additionalProperties: false }),
  };
}

const COPIED = [
  "type",
  "const",
  "description",
  "format",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "minLength",
  "maxLength",
  "maxItems",
] as const;

/** The keywords that JSON Schema and TypeBox share. */
function limits(schema: TSchema): { [name: string]: Json } {
  return Object.fromEntries(
    COPIED.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name] as Json] as const])),
  );
}

/**
 * Error answers by status, each with the codes that it can have. Operations share most of them: they are components too.
 * @param shared is added to: `components/responses`.
 */
function errorAnswers(operation: Operation, components: Components, shared: Components): { [status: string]: Json } {
  const byStatus = new Map<number, string[]>();
  for (const code of errorsOf(operation)) {
    const { status } = CLIENT_ERRORS[code as keyof typeof CLIENT_ERRORS];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]): [string, Json] => {
      const name = [status, ...names].join("-");
      shared.set(name, {
        description: names.join(", "),
        headers: answerHeaders(operation.method, status, false),
        content: { [PROBLEM_TYPE]: { schema: schemaOf(Problem, components) } },
      });
      return [String(status), { $ref: `#/components/responses/${name}` }];
    }),
  );
}

const SUCCESS: Readonly<Record<string, string>> = {
  101: "The WebSocket is open.",
  200: "Done.",
  201: "Made.",
  202: "OpenNebula has not finished yet; the body is the resource as it is now.",
  204: "Done; the answer does not have a body.",
};

/** Parameters of paths that are not ids. */
const PATH_SCHEMAS: Readonly<Record<string, Json>> = {
  word: { type: "string", enum: MACHINE_ACTIONS.filter((word) => word !== "delete") },
  token: { type: "string" },
};

/** The value of a path parameter in the example; absent when it is known at run time only. */
function exampleOf(value: string | undefined): { readonly example?: Json } {
  if (value === undefined || value === MADE) return {};
  return { example: /^\d+$/.test(value) ? Number(value) : value };
}

function parametersOf({ method, path, query, isKeyed, example }: Operation, components: Components): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(
    ([, name = ""]): Json => ({
      name,
      in: "path",
      required: true,
      schema: PATH_SCHEMAS[name] ?? { type: "integer", minimum: 0 },
      ...exampleOf(example.params?.[name]),
    }),
  );
  const inQuery = Object.entries(query?.properties ?? {}).map(
    ([name, schema]): Json => ({ name, in: "query", required: false, schema: schemaOf(schema, components) }),
  );
  return [...inPath, ...inQuery, ...requestHeaders(method, isKeyed === true)];
}

function operationOf(operation: Operation, components: Components, shared: Components): Json {
  const {
    id,
    summary,
    description,
    body,
    bodyType = "application/json",
    takesFile,
    answerType = "application/json",
    answers,
    isOpen,
    example,
  } = operation;
  const parameters = parametersOf(operation, components);
  return {
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    ...(isOpen === true && { security: [{}, { basic: [] }] }),
    parameters,
    ...(body !== undefined && {
      requestBody: {
        required: operation.method !== "POST" || id.startsWith("create"),
        content: {
          [bodyType]: {
            schema: schemaOf(body, components),
            ...(example.body !== undefined && { example: example.body as Json }),
          },
          ...(takesFile === true && {
            "multipart/form-data": {
              schema: {
                type: "object",
                properties: {
                  document: schemaOf(body, components),
                  file: { type: "string", format: "binary", description: "The file of the image." },
                },
                required: ["document"],
              },
              encoding: { document: { contentType: "application/json" } },
            },
          }),
        },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]): [string, Json] => [
          status,
          {
            description: SUCCESS[status] ?? "Done.",
            headers:
              operation.answerType === undefined
                ? answerHeaders(operation.method, Number(status), operation.query?.properties.after !== undefined)
                : streamHeaders(),
            ...(schema !== undefined && {
              content: { [answerType]: { schema: schemaOf(schema, components) } },
            }),
          },
        ]),
      ),
      ...(operation.method === "GET" &&
        operation.answerType === undefined && {
          304: { description: "The client already has the document.", headers: answerHeaders("GET", 304, true) },
        }),
      ...errorAnswers(operation, components, shared),
    },
  };
}

/**
 * The document.
 * @param server URL of the API as clients see it. @param version of this server.
 */
export function openApi(server: string, version: string): Json {
  const components: Components = new Map();
  const shared: Components = new Map();
  const paths: { [path: string]: { [method: string]: Json } } = {};
  for (const operation of OPERATIONS) {
    const path = operation.path === "" ? "/" : operation.path;
    const at = paths[path] ?? {};
    paths[path] = { ...at, [operation.method.toLowerCase()]: operationOf(operation, components, shared) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "occi-server",
      version,
      summary: "Virtual machines, images and networks of an OpenNebula cloud.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: `${server}${BASE_PATH}` }],
    security: [{ basic: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(components),
      responses: Object.fromEntries(shared),
      headers: ANSWER_HEADERS,
      parameters: REQUEST_HEADERS,
      securitySchemes: { basic: { type: "http", scheme: "basic" } },
    },
  };
}
