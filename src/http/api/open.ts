/** The answers that need no credentials: the entry document and the OpenAPI document. */
import { version } from "../../../package.json";
import type { Config } from "../../config/config.ts";
import * as json from "../../dialects/json/index.ts";
import type { Result } from "../result.ts";
import { readResult } from "./answers.ts";
import { LONGEST_WAIT } from "./prefer.ts";

function links(prefix: string): Record<string, string> {
  const paths = json.OPERATIONS.filter(({ method, path }) => method === "GET" && path !== "" && !path.includes("{"));
  return Object.fromEntries(
    paths.map(({ path }) => [path.slice(1).replace(".json", ""), prefix + json.BASE_PATH + path]),
  );
}

/** @param known facts for users of the cloud alone; undefined without credentials. */
export function welcome(
  headers: Headers,
  config: Config,
  prefix: string,
  known?: { readonly opennebula: string },
): Result {
  const open = { version: "v1", links: links(prefix) };
  if (known === undefined) return readResult(headers, json.writeDocument(json.Welcome, open));
  const document = {
    ...open,
    server: version,
    opennebula: known.opennebula,
    limits: {
      bodyBytes: config.bodyLimit,
      uploadBytes: config.uploadLimit,
      pageItems: json.PAGE.most,
      waitSeconds: LONGEST_WAIT,
    },
    features: {
      reservations: config.networkFrom !== undefined,
      contextVariables: config.contextVariables,
      imageUrls: config.uploadUrls.length > 0,
    },
  };
  return readResult(headers, json.writeDocument(json.Welcome, document));
}

/** The OpenAPI document, for the address that clients use. */
export function description(headers: Headers, { baseUrl }: Config): Result {
  return readResult(headers, JSON.stringify(json.openApi(baseUrl, version)));
}
