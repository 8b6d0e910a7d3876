/** The OpenAPI document as a program reads it that knows nothing else: its operations, and whether an answer is described. */
import { Ajv, type ValidateFunction } from "@redocly/ajv";
import { timeIn } from "../../../rfc3339.ts";

/** A JSON Schema of the document. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
}

interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, Media>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly schema: Schema;
}

export interface DescribedOperation {
  readonly operationId: string;
  readonly method: string;
  /** Below the URL of the API; members in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** By media type. */
  readonly bodies: ReadonlyMap<string, Media>;
  readonly responses: Readonly<Record<string, Response>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
}
interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Response | { readonly $ref: string }>>;
}

/** An answer as it came. */
export interface SeenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Headers that every answer of the server has, of HTTP itself or to keep browsers from misusing it. */
const OF_EVERY_ANSWER = new Set([
  ...["content-type", "content-length", "date", "connection", "keep-alive", "transfer-encoding", "server", "vary"],
  ...["accept", "cache-control", "content-security-policy", "cross-origin-resource-policy"],
  ...["x-content-type-options", "x-frame-options", "strict-transport-security"],
]);

export interface Description {
  readonly operations: readonly DescribedOperation[];
  /** A schema, or the one that it refers to. */
  resolve(schema: Schema): Schema;
  /** What the document does not say of an answer; empty when it says all of it. */
  undescribed(operation: DescribedOperation, answer: SeenAnswer): string[];
}

/** @param document as it was parsed. */
export function describedBy(document: unknown): Description {
  const ajv = new Ajv({ strict: true, allErrors: false, strictTypes: false });
  ajv.addFormat("date-time", (text: string) => timeIn(text) !== undefined);
  for (const name of ["openapi", "info", "servers", "security", "paths", "components", "tags"]) ajv.addKeyword(name);
  ajv.addSchema(document as object, "document");

  const at = (pointer: string): unknown => {
    let found: unknown = document;
    for (const part of pointer.slice(2).split("/")) {
      found = (found as Record<string, unknown>)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
    }
    if (found === undefined) throw new Error(`the document has no ${pointer}`);
    return found;
  };
  const follow = <T extends object>(value: T | { readonly $ref: string }): T =>
    "$ref" in value && typeof value.$ref === "string" ? (at(value.$ref) as T) : (value as T);

  const checks = new Map<string, ValidateFunction>();
  /** The check of a schema by what it says: operations share many. */
  function checkOf(schema: Schema): ValidateFunction {
    const key = JSON.stringify(schema);
    const known = checks.get(key);
    if (known !== undefined) return known;
    // A reference is relative to the document, whatever schema has it.
    const check = ajv.compile(JSON.parse(key.replaceAll('"$ref":"#/', '"$ref":"document#/')) as object);
    checks.set(key, check);
    return check;
  }

  const operations = Object.entries((document as Document).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId, parameters = [], requestBody, responses }]): DescribedOperation => ({
        operationId,
        method: method.toUpperCase(),
        path: path === "/" ? "" : path,
        parameters: parameters.map((one) => follow<Parameter>(one)),
        bodies: new Map(Object.entries(requestBody?.content ?? {})),
        responses: Object.fromEntries(
          Object.entries(responses).map(([status, one]) => [status, follow<Response>(one)]),
        ),
      }),
    ),
  );

  function undescribedBody({ description, content }: Response, { headers, body }: SeenAnswer): string[] {
    const type = headers.get("content-type");
    if (content === undefined) return body === "" && type === null ? [] : [`has a body: ${type} ${body.slice(0, 200)}`];
    const media = type === null ? undefined : content[type];
    if (media === undefined) return [`has the media type ${type}`];
    // Of a stream the document says no more than its type.
    if (media.schema === undefined || !type?.endsWith("json")) return [];
    const value: unknown = JSON.parse(body);
    const check = checkOf(media.schema);
    const faults = check(value) ? [] : (check.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
    const code = type.includes("problem") ? (value as { readonly code: string }).code : undefined;
    if (code !== undefined && !description.split(", ").includes(code)) faults.push(`has the code ${code}`);
    return faults;
  }

  return {
    operations,
    resolve: (schema) => follow<Schema>(schema as Schema),
    undescribed({ responses }, answer) {
      const { status, headers } = answer;
      const response = responses[status];
      if (response === undefined) return [`has the status ${status}: ${answer.body.slice(0, 300)}`];
      const known = new Set(Object.keys(response.headers ?? {}).map((name) => name.toLowerCase()));
      const unknown = [...headers.keys()].filter((name) => !OF_EVERY_ANSWER.has(name) && !known.has(name));
      return [...unknown.map((name) => `has the header ${name}`), ...undescribedBody(response, answer)];
    },
  };
}
