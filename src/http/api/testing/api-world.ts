/** The same tests of the JSON API against the application in the process and over TLS, in front of the stand-in oned. */
import type { Config } from "../../../config/config.ts";
import type { SimOptions } from "../../../oned-sim/index.ts";
import { describeOcci, type OcciSending, type OcciWorld } from "../../ogf/testing/over-sim.ts";

/** A document of an answer; members are read by `at`. */
export type Document = Readonly<Record<string, unknown>>;

/** A member of a document by its path: `nics.0.addresses`; of a list with `*` that of each item. */
export function at(document: unknown, path: string): unknown {
  const [first = "", ...rest] = path.split(".");
  if (first === "") return document;
  if (first === "*") return (document as readonly unknown[]).map((item) => at(item, rest.join(".")));
  return at((document as Document)[first], rest.join("."));
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The document; empty for an answer without one. */
  readonly document: Document;
}

export interface ApiSending {
  readonly user?: OcciSending["user"];
  readonly headers?: Readonly<Record<string, string>>;
  /** A document, the text of a body, or a form. */
  readonly body?: unknown;
  /** application/json unless told; a form has its own. */
  readonly contentType?: string;
}

export interface ApiWorld {
  readonly occi: OcciWorld;
  /** @param path below /api/v1. */
  send(method: string, path: string, sending?: ApiSending): Promise<ApiAnswer>;
}

/** Defines `tests` for each way to reach the application. */
export function describeApi(
  name: string,
  tests: (world: ApiWorld) => void,
  config: Partial<Config> = {},
  options: SimOptions = {},
): void {
  describeOcci(
    name,
    (occi) =>
      tests({
        occi,
        async send(method, path, { user, headers, body, contentType } = {}) {
          const form = body instanceof FormData ? new Response(body) : undefined;
          // Bun forgets it when the body is read.
          const formType = form?.headers.get("content-type") ?? "";
          const text =
            body === undefined || typeof body === "string" || form !== undefined ? body : JSON.stringify(body);
          const {
            status,
            headers: received,
            body: answer,
          } = await occi.request(method, `/api/v1${path}`, {
            ...(user !== undefined && { user }),
            ...(headers !== undefined && { headers }),
            ...(form === undefined && text !== undefined && { body: text as string, contentType: "application/json" }),
            ...(form !== undefined && {
              bytes: new Uint8Array(await form.arrayBuffer()),
              contentType: formType,
            }),
            ...(contentType !== undefined && { contentType }),
          });
          return { status, headers: received, document: answer === "" ? {} : JSON.parse(answer) };
        },
      }),
    config,
    options,
  );
}
