/** Which of the three languages a request speaks. */

import type { DefaultDialect } from "../config/config.ts";
import { acceptWeights, isOcciType } from "../dialects/ogf/negotiation.ts";
import { isApiPath } from "./api/path.ts";
import { isConsolePath } from "./console/places.ts";

export type Dialect = "opennebula-xml" | "ogf" | "json";

/** The parts of a request on which the choice depends. */
export interface Speaking {
  readonly path: string;
  readonly query?: string;
  readonly contentType: string | null;
  readonly accept: string | null;
}

/** Paths that only OpenNebula's own dialect has. */
const XML_PATHS = /^\/(instance_type|user)(\/|$)|^\/(compute|network|storage)\/[^/]+\/action\/?$/;
/** Paths that both have. */
const COMMON_PATHS = /^\/$|^\/(compute|network|storage)(\/[^/]*)?\/?$/;
/** Paths that only OCCI 1.2 has; all others may be those of a user's mixins. */
const OCCI_PATHS = /^\/(-|\.well-known\/org\/ogf\/occi\/-|resource|link|mixin|tags|ipreservation|securitygroup)(\/|$)/;
const XML_TYPES =
  /^\s*(?:application\/xml|text\/xml|application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|,|$)/i;

const highest = (weights: ReadonlyMap<string, number>, types: readonly string[]): number =>
  Math.max(0, ...types.map((type) => weights.get(type) ?? 0));

const RANGES = ["text/*", "application/*"];
/** Types that clients of anything name, beside everything else that they take. */
const GENERIC = ["text/plain", "application/json"];
const OWN_OCCI = ["text/occi", "text/occi+plain", "text/uri-list", "application/occi+json"];

/** How much Accept wants each dialect. Beside a range that takes all as gladly, a generic type says nothing. */
function preferences(accept: string | null): { readonly xml: number; readonly occi: number } {
  // The types that most clients send, which do not indicate a language.
  if (accept === null || accept === "*/*") return { xml: 0, occi: 0 };
  const weights = acceptWeights(accept);
  const generic = highest(weights, GENERIC);
  const ranges = highest(weights, RANGES);
  const counted = generic > (weights.get("*/*") ?? 0) ? generic : 0;
  return {
    xml: Math.max(highest(weights, ["application/xml", "text/xml"]), ranges),
    occi: Math.max(highest(weights, OWN_OCCI), counted, ranges),
  };
}

/**
 * Everything below /api is the JSON API, whatever the headers say, and the console below /ui speaks JSON too. Else in
 * this order: a path, or an action in the query, that only one has, a Content-Type of one of them, the type of highest
 * weight in Accept, the default.
 */
export function dialectOf({ path, query = "", contentType, accept }: Speaking, fallback: DefaultDialect): Dialect {
  if (isApiPath(path) || isConsolePath(path)) return "json";
  if (XML_PATHS.test(path)) return "opennebula-xml";
  if (OCCI_PATHS.test(path) || (query !== "" && /(?:^|[&;])action=/.test(query))) return "ogf";
  if (contentType !== null && XML_TYPES.test(contentType)) return "opennebula-xml";
  const { xml, occi } = preferences(accept);
  // A body of the type that HTTP libraries give to any text might still be XML, for a client that asks for XML.
  const saysNothing = xml > occi && contentType !== null && /^\s*text\/plain\b/i.test(contentType);
  if (isOcciType(contentType) && !saysNothing) return "ogf";
  if (xml !== occi) return xml > occi ? "opennebula-xml" : "ogf";
  if (!COMMON_PATHS.test(path)) return "ogf";
  return fallback === "ogf" ? "ogf" : "opennebula-xml";
}
