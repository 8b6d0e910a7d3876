/** Which rendering an Accept header asks for: RFC 9110's rules, with 1.1's default. */
import { invalid, shown } from "./culprit.ts";
import { contentRendering, mediaTypes, OFFERED, type Rendering } from "./media-type.ts";

export { isJson, OFFERED, type Rendering } from "./media-type.ts";

/** For the `Accept` header of answers; rOCCI's client chooses its rendering by it. */
export const ACCEPT_HEADER: string = OFFERED.join(", ");

/** The weight of a type: 1 without one, and with one that cannot be read. */
function weight(parameters: readonly string[]): number {
  const parameter = parameters.find((text) => /^q\s*=/i.test(text));
  const text = parameter?.slice(parameter.indexOf("=") + 1).trim() ?? "";
  return /^(?:0(?:\.\d{0,9})?|1(?:\.0{0,9})?)$/.test(text) ? Number(text) : 1;
}

/** The weights that a header gives, by type or range. If a type appears twice, the higher weight counts. */
export function acceptWeights(accept: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { type, parameters } of mediaTypes(accept)) {
    found.set(type, Math.max(weight(parameters), found.get(type) ?? 0));
  }
  return found;
}

function rangeOf(rendering: Rendering): string {
  return `${rendering.slice(0, rendering.indexOf("/"))}/*`;
}

/** How much a rendering is wanted: its weight, then how exactly it was named. */
function preferenceOf(rendering: Rendering, weights: ReadonlyMap<string, number>): { q: number; exactness: number } {
  const names = ["*/*", rangeOf(rendering), rendering];
  for (let exactness = names.length - 1; exactness >= 0; exactness--) {
    const q = weights.get(names[exactness] ?? "");
    if (q !== undefined) return { q, exactness };
  }
  return { q: 0, exactness: 0 };
}

/**
 * The rendering that is wanted most; among equals the one that is named more exactly, then the order of OFFERED.
 * Without Accept text/plain (1.1, "Content-type and Accept").
 * @throws OcciError NOT_ACCEPTABLE when none is wanted.
 */
export function negotiate(accept: string | null): Rendering {
  const given = acceptWeights(accept ?? "");
  if (given.size === 0) return "text/plain";
  let best: { rendering: Rendering; q: number; exactness: number } | undefined;
  for (const rendering of OFFERED) {
    const { q, exactness } = preferenceOf(rendering, given);
    if (q === 0) continue;
    if (best === undefined || q > best.q || (q === best.q && exactness > best.exactness)) {
      best = { rendering, q, exactness };
    }
  }
  if (best !== undefined) return best.rendering;
  throw invalid(
    `The server offers none of the types in Accept, ${shown(accept ?? "")}; it offers ${ACCEPT_HEADER}.`,
    undefined,
    "NOT_ACCEPTABLE",
  );
}

/** Whether a Content-Type, or one of the list in it, is of this dialect. */
export function isOcciType(contentType: string | null): boolean {
  return contentRendering(contentType) !== undefined;
}
