/** Entities in JSON (GFD.225, 3.1 and 3.2): the members of the document and no others, absent where they are empty. */
import { type AnyEntity, type Attributes, type Endpoint, isLink, type Value } from "../model.ts";
import { absolute } from "./rendered.ts";

type Plain = Record<string, unknown>;

/** Without a prototype: an attribute may have any name. Numbers that JSON does not have are left out. */
function attributesObject(attributes: Attributes): Record<string, Value> {
  const object: Record<string, Value> = Object.create(null);
  for (const [name, value] of attributes) {
    if (typeof value !== "number" || Number.isFinite(value)) object[name] = value;
  }
  return object;
}

function endpoint({ location, kind }: Endpoint, prefix: string): Plain {
  return { location: absolute(location, prefix), ...(kind === undefined ? {} : { kind }) };
}

/**
 * An entity as an object for JSON.stringify.
 * @param prefix the path below which the server is; "" for none.
 */
export function entityObject(entity: AnyEntity, prefix: string): Plain {
  const object: Plain = { kind: entity.kind, id: entity.id };
  if (entity.title !== undefined) object.title = entity.title;
  if (!isLink(entity) && entity.summary !== undefined) object.summary = entity.summary;
  if (entity.mixins.length > 0) object.mixins = entity.mixins;
  if (entity.attributes.size > 0) object.attributes = attributesObject(entity.attributes);
  if (entity.actions.length > 0) object.actions = entity.actions;
  if (isLink(entity)) {
    object.source = endpoint(entity.source, prefix);
    object.target = endpoint(entity.target, prefix);
  } else if (entity.links.length > 0) object.links = entity.links.map((link) => entityObject(link, prefix));
  return object;
}
