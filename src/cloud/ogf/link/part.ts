/** The parts of a machine that links are, and the kinds of those links. */
import {
  NETWORK_INTERFACE,
  SECURITY_GROUP_LINK,
  STORAGE_LINK,
  type TypeId,
  termOf,
} from "../../../dialects/ogf/index.ts";
import type { LinkPart } from "./id.ts";

const TYPES: Readonly<Record<LinkPart, TypeId>> = {
  nic: NETWORK_INTERFACE,
  disk: STORAGE_LINK,
  sg: SECURITY_GROUP_LINK,
};

/** The kind of the links that are such a part. */
export function linkType(part: LinkPart): TypeId {
  return TYPES[part];
}

/** Path of the collection of these links, without a slash at its end. */
export function linkPath(part: LinkPart): string {
  return `/link/${termOf(TYPES[part])}`;
}
