/** Which of the two languages a request speaks. */
import type { DefaultDialect } from "../config/config.ts";
import { isOcciType, occiPreference } from "../dialects/occi/index.ts";

export type Dialect = "opennebula-xml" | "occi";

/** What the choice depends on. */
export interface Speaking {
  readonly path: string;
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

/** Of OpenNebula's dialect the highest weight that Accept gives to XML by name. */
function xmlPreference(accept: string | null): number {
  let highest = 0;
  for (const part of (accept ?? "").split(",")) {
    const [type = "", ...parameters] = part.split(";");
    if (!/^\s*(?:application|text)\/xml\s*$/i.test(type)) continue;
    const q = parameters
      .map((text) => /^\s*q\s*=\s*([01](?:\.\d{0,9})?)\s*$/i.exec(text)?.[1])
      .find((text) => text !== undefined);
    highest = Math.max(highest, q === undefined ? 1 : Number(q));
  }
  return highest;
}

/**
 * In this order: a path that only one has, a Content-Type of one of them, the type of highest weight in Accept, the
 * default.
 */
export function dialectOf({ path, contentType, accept }: Speaking, fallback: DefaultDialect): Dialect {
  if (XML_PATHS.test(path)) return "opennebula-xml";
  if (OCCI_PATHS.test(path)) return "occi";
  if (contentType !== null && XML_TYPES.test(contentType)) return "opennebula-xml";
  if (isOcciType(contentType)) return "occi";
  const [xml, occi] = [xmlPreference(accept), occiPreference(accept)];
  if (xml !== occi) return xml > occi ? "opennebula-xml" : "occi";
  if (!COMMON_PATHS.test(path)) return "occi";
  return fallback === "ogf" ? "occi" : "opennebula-xml";
}
