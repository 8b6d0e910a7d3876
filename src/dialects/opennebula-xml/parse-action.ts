/** ACTION in: `<ACTION><PERFORM>word</PERFORM><PARAMS>...</PARAMS></ACTION>` (reference, section 6). */

import { OcciError } from "../../errors.ts";
import type { ActionParameters, ActionRequest } from "../../model.ts";
import { childrenNamed, type XmlElement, xmlElement } from "../../xml/element.ts";
import { attributeOf, type Body, hrefOf, instanceTypeOf, present, requiredRoot, textOf } from "./request.ts";

function parameters(params: XmlElement): ActionParameters {
  return present({
    name: textOf(params, "NAME"),
    target: textOf(params, "TARGET"),
    ip: textOf(params, "IP"),
    cpu: textOf(params, "CPU"),
    memory: textOf(params, "MEMORY"),
    seconds: textOf(params, "SECONDS"),
    token: textOf(params, "TOKEN"),
    storage: hrefOf(params, "STORAGE"),
    network: hrefOf(params, "NETWORK"),
    instanceType: instanceTypeOf(params),
    disk: attributeOf(params, "DISK", "id"),
    nic: attributeOf(params, "NIC", "id"),
    snapshot: attributeOf(params, "SNAPSHOT", "id"),
  });
}

/**
 * POST .../action. PARAMS may be left out; which of them an action needs, the cloud knows.
 * @param maxBytes BODY_LIMIT of the configuration.
 * @throws OcciError INVALID_XML, TOO_LARGE; INVALID_REQUEST without PERFORM.
 */
export function parseAction(body: Body, maxBytes?: number): ActionRequest {
  const root = requiredRoot(body, "ACTION", maxBytes);
  const perform = textOf(root, "PERFORM")?.trim().toLowerCase() ?? "";
  if (perform === "") throw new OcciError("INVALID_REQUEST", "The ACTION has no PERFORM element that names an action.");
  const params = childrenNamed(root, "PARAMS").flatMap((element) => element.content);
  return { perform, params: parameters(xmlElement("PARAMS", {}, params)) };
}
