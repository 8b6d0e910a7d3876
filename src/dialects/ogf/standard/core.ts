/** The three base kinds (GFD.221, sections Entity, Resource, Link). None has instances of its own: at the locations of the last two is what is derived from them. */
import type { Kind } from "../model.ts";
import { immutable, kind, mutable } from "./define.ts";
import { ENTITY, LINK, RESOURCE } from "./ids.ts";

export const CORE_KINDS: readonly Kind[] = [
  kind(ENTITY, "Entity", {
    attributes: [
      immutable("occi.core.id", "string", "Unique identifier"),
      mutable("occi.core.title", "string", "Display name"),
    ],
    actions: [],
  }),
  kind(RESOURCE, "Resource", {
    parent: ENTITY,
    location: "/resource/",
    attributes: [mutable("occi.core.summary", "string", "Description")],
    actions: [],
  }),
  // A creation must have source and target, a link within a resource has them otherwise: hence not `required` here.
  kind(LINK, "Link", {
    parent: ENTITY,
    location: "/link/",
    attributes: [
      mutable("occi.core.source", "string", "Location of the resource that the link starts from"),
      mutable("occi.core.target", "string", "Location of what the link points at"),
      mutable("occi.core.source.kind", "string", "Kind of the source"),
      mutable("occi.core.target.kind", "string", "Kind of the target"),
    ],
    actions: [],
  }),
];
