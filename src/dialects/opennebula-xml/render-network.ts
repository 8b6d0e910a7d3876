/** NETWORK out, in the shape of 4.6, STATE and ERROR behind it. */
import type { Network } from "../../model.ts";
import { element, join, type Markup, optionalElement, textElement } from "../../xml/write.ts";
import { href, optionalText, reference, yesNo } from "./render-common.ts";

/** A NETWORK element. ADDRESS is the first address of the first range, SIZE the sum of all ranges. */
export function renderNetwork(network: Network, base: string): Markup {
  const content = [
    textElement("ID", network.id),
    textElement("NAME", network.name),
    reference(base, "USER", network.user),
    textElement("GROUP", network.group),
    ...optionalText("DESCRIPTION", network.description),
    ...optionalElement("ADDRESS", network.address),
    ...optionalElement("SIZE", network.size),
    textElement("USED_LEASES", network.usedLeases),
    textElement("PUBLIC", yesNo(network.public)),
    textElement("STATE", network.state),
    ...optionalText("ERROR", network.error),
  ];
  return element("NETWORK", { href: href(base, "NETWORK", network.id) }, join(content));
}
