/** Short forms for the tables of this folder. */
import { type Action, type AttributeDefinition, type Kind, type Mixin, splitTypeId, type TypeId } from "../model.ts";

type Extra = Partial<Omit<AttributeDefinition, "name" | "type" | "mutable" | "description">>;

/** An attribute that a client may set and change. */
export function mutable(
  name: string,
  type: AttributeDefinition["type"],
  description: string,
  extra: Extra = {},
): AttributeDefinition {
  return { name, type, mutable: true, required: false, description, ...extra };
}

/** An attribute that the server alone sets. */
export function immutable(
  name: string,
  type: AttributeDefinition["type"],
  description: string,
  extra: Extra = {},
): AttributeDefinition {
  return { name, type, mutable: false, required: false, description, ...extra };
}

/** `state` and `state.message` of a kind (GFD.224, each kind's table). */
export function state(prefix: string, values: readonly string[]): readonly AttributeDefinition[] {
  return [
    immutable(`${prefix}.state`, "string", "Current state", { values }),
    immutable(`${prefix}.state.message`, "string", "Why it is in this state"),
  ];
}

export function kind(id: TypeId, title: string, rest: Omit<Kind, "class" | "scheme" | "term" | "title">): Kind {
  return { class: "kind", ...splitTypeId(id), title, ...rest };
}

export function mixin(
  id: TypeId,
  title: string,
  rest: Pick<Mixin, "attributes" | "applies" | "location"> & Partial<Pick<Mixin, "depends">>,
): Mixin {
  return { class: "mixin", ...splitTypeId(id), title, depends: [], actions: [], ...rest };
}

export function action(id: TypeId, title: string, attributes: readonly AttributeDefinition[] = []): Action {
  return { class: "action", ...splitTypeId(id), title, attributes };
}
