/** Action invocations: `POST <entity>?action=<term>` (GFD.223, 10.3.2). */
import { invalid, shown } from "../culprit.ts";
import { type Attributes, type Sent, type TypeId, typeId } from "../model.ts";
import type { Registry } from "../registry.ts";
import { knownCategory } from "./categories.ts";
import { checkAttributes, checkRequired } from "./value.ts";

/**
 * The action and its parameters.
 * @param term of the query: the body must name the same action.
 * @param definedFor the actions that kind and mixins of the entity define, see `Registry.actionsOf`.
 * @throws OcciError INVALID_REQUEST for no action or another one in the body, for one that the entity does not have, and
 *   for parameters that it does not have.
 */
export function checkAction(
  registry: Registry,
  sent: Sent,
  term: string,
  definedFor: readonly TypeId[],
): { action: TypeId; attributes: Attributes } {
  const [representation, ...others] = sent.representations;
  const [category, ...more] = representation?.categories ?? [];
  if (representation === undefined || category === undefined) {
    throw invalid(`The body does not name the action ${shown(term)}.`, "Send its category, of class action.");
  }
  if (others.length > 0 || more.length > 0)
    throw invalid(`The body must contain the action ${shown(term)} and nothing else.`);
  if (category.term !== term) {
    throw invalid(`The query names the action ${shown(term)}, but the body names ${shown(category.term)}.`);
  }
  const action = knownCategory(registry, category);
  const id = typeId(action);
  if (action.class !== "action") throw invalid(`${shown(id)} is a ${action.class}, not an action.`);
  if (!definedFor.includes(id)) throw invalid(`The action ${shown(id)} is not defined for this entity.`);
  const definitions = new Map(action.attributes.map((definition) => [definition.name, definition]));
  const attributes = checkAttributes(definitions, representation.attributes, `the action ${shown(term)}`);
  checkRequired(definitions, attributes);
  return { action: id, attributes };
}
