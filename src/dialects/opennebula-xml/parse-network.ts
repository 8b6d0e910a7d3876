/** NETWORK in (reference, section 4). */
import type { NetworkChange, NetworkRequest } from "../../model.ts";
import { type Body, optionalRoot, present, requiredRoot, textOf, withoutEscapes } from "./request.ts";

/**
 * POST /network.
 * @param maxBytes BODY_LIMIT of the configuration.
 * @throws OcciError INVALID_XML, INVALID_REQUEST, TOO_LARGE.
 */
export function parseNetwork(body: Body, maxBytes?: number): NetworkRequest {
  const root = requiredRoot(body, "NETWORK", maxBytes);
  return present({
    name: textOf(root, "NAME"),
    address: textOf(root, "ADDRESS"),
    size: textOf(root, "SIZE"),
    description: withoutEscapes(textOf(root, "DESCRIPTION")),
    public: textOf(root, "PUBLIC"),
  });
}

/**
 * PUT /network/ID: NAME, DESCRIPTION and PUBLIC.
 * @throws OcciError INVALID_XML, TOO_LARGE.
 */
export function parseNetworkChange(body: Body, maxBytes?: number): NetworkChange {
  const root = optionalRoot(body, "NETWORK", maxBytes);
  return present({
    name: textOf(root, "NAME"),
    description: withoutEscapes(textOf(root, "DESCRIPTION")),
    public: textOf(root, "PUBLIC"),
  });
}
