/** Requests for an operation of the OpenAPI document: right ones, nearly right ones, and some that are nothing like it. */
import fc from "fast-check";
import type { DescribedOperation, Description, Parameter, Schema } from "./described.ts";
import { allowed, BROKEN_JSON, faulty, hostileText } from "./from-schema.ts";
import type { Sent } from "./fuzz-world.ts";

/** Ids of the demo: the user's own, others', and those that are nowhere or no ids at all. */
const IDS = ["0", "1", "2", "3", "4", "5"];
const NO_IDS = [
  "4711",
  "2147483647",
  "2147483648",
  "4294967296",
  "-1",
  "007",
  "1e3",
  "0x1",
  "1.0",
  "+1",
  "99999999999",
];

/** Whether a URL keeps it as one segment of the path, and as text that can be encoded. */
const isSegment = (text: string): boolean => !/^\.{0,2}$/.test(text) && text.isWellFormed() && text.length < 2_000;

function segment({ schema }: Parameter, words: readonly string[]): fc.Arbitrary<string> {
  const right =
    schema.type === "integer" ? fc.constantFrom(...IDS) : fc.constantFrom(...((schema.enum as string[]) ?? words));
  const any = fc.oneof({ weight: 8, arbitrary: right }, fc.constantFrom(...NO_IDS), hostileText.filter(isSegment));
  return any.map(encodeURIComponent);
}

/** A parameter of the query, mostly as it should be. */
function queryPart({ name, schema }: Parameter, { resolve }: Description): fc.Arbitrary<string> {
  const value = fc.oneof(
    { weight: 4, arbitrary: allowed(schema, resolve).map(String) },
    fc.constantFrom("", "-1", "0", "1e9", "99999999999999999999", "true", "null", "NaN", "0-0", "1-1"),
    hostileText,
  );
  return value
    .filter((text) => text.isWellFormed() && text.length < 2_000)
    .map((text) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`);
}

function queryOf(parameters: readonly Parameter[], description: Description): fc.Arbitrary<string> {
  const known = parameters.filter((one) => one.in === "query").map((one) => queryPart(one, description));
  const odd = fc.constantFrom(
    "nope=1",
    "__proto__=1",
    "=",
    "&&",
    "limit",
    "%",
    "%zz=%zz",
    "a[b]=1",
    "limit=1&limit=2",
    "%00=1",
  );
  // Of several the same can come twice.
  const some = known.length === 0 ? fc.constant<string[]>([]) : fc.array(fc.oneof(...known), { maxLength: 3 });
  return fc
    .tuple(some, fc.option(odd, { freq: 6 }))
    .map(([right, wrong]) => [...right, ...(wrong === null ? [] : [wrong])].join("&"));
}

function formOf(document: Readonly<Record<string, unknown>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(document)) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (name === "file") form.append(name, new File([text], "disk.img"));
    else form.append(name, text);
  }
  return form;
}

type Body = Pick<Sent, "body" | "headers">;

function bodyFor(type: string, schema: Schema, example: unknown, { resolve }: Description): fc.Arbitrary<Body> {
  const right = allowed(schema, resolve);
  const wrong = faulty(schema, resolve);
  const document = fc.oneof(
    { weight: 3, arbitrary: right },
    { weight: 3, arbitrary: wrong },
    { weight: 1, arbitrary: fc.constant(example ?? {}) },
  );
  if (type === "multipart/form-data") {
    return document.map((value) => ({
      headers: {},
      body: formOf(
        typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {},
      ),
    }));
  }
  const text = fc.oneof(
    { weight: 6, arbitrary: document.map((value) => JSON.stringify(value) ?? "") },
    { weight: 1, arbitrary: fc.constantFrom(...BROKEN_JSON) },
  );
  const types = fc.oneof(
    { weight: 8, arbitrary: fc.constant(type) },
    fc.constantFrom("text/plain", "application/xml", "x"),
  );
  return fc.tuple(text, types).map(([body, contentType]) => ({ headers: { "content-type": contentType }, body }));
}

const extraHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { prefer: "wait=1" },
      { prefer: "wait=-1, wait=x" },
      { prefer: "respond-async, wait=999999999999" },
      { "if-none-match": "*" },
      { "if-none-match": '"x", W/"' },
      { accept: "application/xml" },
      { accept: "text/event-stream" },
      { "idempotency-key": "key-1" },
      { "idempotency-key": "x".repeat(4_000) },
      { "idempotency-key": '"' },
      { authorization: "Basic !!!" },
      { authorization: "" },
      { authorization: `Bearer ${"x".repeat(3_000)}` },
      { "x-request-id": "__proto__" },
      { "content-encoding": "gzip" },
      { "x-http-method-override": "DELETE" },
      { origin: "https://evil.example" },
    ),
  },
);

/** Requests for an operation. Nine of ten have its method. */
export function requestsOf(operation: DescribedOperation, description: Description): fc.Arbitrary<Sent> {
  const { method, path, parameters, bodies } = operation;
  const inPath = parameters.filter((one) => one.in === "path");
  const words = ["start", "stop", "reboot", "suspend", "release", "recover", "delete", "explode"];
  const segments = fc.tuple(...inPath.map((one) => segment(one, words)));
  const place = segments.map((values) =>
    inPath.reduce((text, { name }, index) => text.replace(`{${name}}`, () => values[index] ?? ""), path),
  );
  const offered = [...bodies].map(([type, { schema = {}, example }]) => bodyFor(type, schema, example, description));
  const nothing: Body = { headers: {} };
  const body: fc.Arbitrary<Body> =
    method === "GET" ? fc.constant(nothing) : fc.oneof(...(offered.length === 0 ? [fc.constant(nothing)] : offered));
  const methods = fc.oneof(
    { weight: 18, arbitrary: fc.constant(method) },
    { weight: 1, arbitrary: fc.constantFrom("GET", "POST", "PATCH", "DELETE") },
    { weight: 1, arbitrary: fc.constantFrom("PUT", "HEAD", "OPTIONS") },
  );
  return fc
    .tuple(methods, place, queryOf(parameters, description), body, extraHeaders)
    .map(([verb, where, query, sent, headers]): Sent => {
      const isRead = verb === "GET" || verb === "HEAD";
      return {
        method: verb,
        path: query === "" ? where : `${where}?${query}`,
        headers: { ...sent.headers, ...headers },
        ...(!isRead && sent.body !== undefined && { body: sent.body }),
      };
    });
}
