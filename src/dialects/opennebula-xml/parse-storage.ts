/** STORAGE in: the form field `occixml` of POST, the body of PUT (reference, section 4). */
import type { StorageChange, StorageRequest } from "../../model.ts";
import { type Body, optionalRoot, present, requiredRoot, textOf, withoutEscapes } from "./request.ts";

/**
 * The `occixml` of POST /storage.
 * @param maxBytes BODY_LIMIT of the configuration.
 * @throws OcciError INVALID_XML, INVALID_REQUEST, TOO_LARGE.
 */
export function parseStorage(body: Body, maxBytes?: number): StorageRequest {
  const root = requiredRoot(body, "STORAGE", maxBytes);
  return present({
    name: textOf(root, "NAME"),
    description: withoutEscapes(textOf(root, "DESCRIPTION")),
    type: textOf(root, "TYPE"),
    size: textOf(root, "SIZE"),
    fstype: textOf(root, "FSTYPE"),
    public: textOf(root, "PUBLIC"),
    persistent: textOf(root, "PERSISTENT"),
    url: textOf(root, "URL"),
  });
}

/**
 * PUT /storage/ID: NAME, PERSISTENT, PUBLIC, TYPE and DESCRIPTION.
 * @throws OcciError INVALID_XML, TOO_LARGE.
 */
export function parseStorageChange(body: Body, maxBytes?: number): StorageChange {
  const root = optionalRoot(body, "STORAGE", maxBytes);
  return present({
    name: textOf(root, "NAME"),
    description: withoutEscapes(textOf(root, "DESCRIPTION")),
    type: textOf(root, "TYPE"),
    public: textOf(root, "PUBLIC"),
    persistent: textOf(root, "PERSISTENT"),
  });
}
