/** Attributes that only the server sets (GFD.221, 5.2). */
import { invalid, shown } from "../culprit.ts";
import type { AttributeDefinition, Attributes } from "../model.ts";
import { sameValue } from "../text/attributes.ts";

/**
 * Refuses a change of an immutable attribute. A value that a client sends back unchanged is accepted, and occi.core.id
 * is ignored: rOCCI's client makes one up for every creation.
 * @param present what the entity has now, occi.core.* included; of one to be created nothing.
 * @throws OcciError INVALID_REQUEST naming the attribute.
 */
export function refuseImmutable(
  definitions: ReadonlyMap<string, AttributeDefinition>,
  wanted: Attributes,
  present: Attributes,
): void {
  for (const [name, value] of wanted) {
    if (name === "occi.core.id" || definitions.get(name)?.mutable !== false) continue;
    const now = present.get(name);
    if (now === undefined || !sameValue(value, now)) {
      throw invalid(`The attribute ${shown(name)} is immutable.`, "Leave it out, or send its current value.");
    }
  }
}
