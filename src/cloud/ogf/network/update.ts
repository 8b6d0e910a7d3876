/** Updates of networks and ipreservations: title, summary, and what their owner may note. */
import { OcciError } from "../../../errors.ts";
import * as vnets from "../../../opennebula/vnet.ts";
import type { VnetDetails } from "../../../opennebula/vnet-details.ts";
import * as fields from "../../fields.ts";
import type { Caller } from "../caller.ts";
import { type Change, refuseMixins } from "../change.ts";
import { refuseOthers } from "../difference.ts";
import { noteTemplates, renamedObject, retitled, TITLE_NAMES } from "../rename.ts";
import { withAttributeNames } from "../restricted-attributes.ts";
import { NETWORK_NOTES } from "./entity.ts";

const [LABEL, VLAN, GATEWAY] = ["occi.network.label", "occi.network.vlan", "occi.network.gateway"];

/**
 * @returns the network where its title or summary alone are new.
 * @throws OcciError before anything is changed for what cannot be; then as oned refuses.
 */
export async function updateNetwork(
  { deps, session }: Caller,
  vnet: VnetDetails,
  change: Change,
): Promise<VnetDetails | undefined> {
  const { difference, newMixins } = change;
  const { changed, dropped } = difference;
  refuseMixins(newMixins);
  refuseOthers(
    difference,
    [...TITLE_NAMES, LABEL, VLAN, GATEWAY],
    "Its addresses cannot be changed: create another network.",
  );
  const { id } = vnet;
  const renaming = retitled(difference, vnet);
  const { name, notes } = renaming;
  const entries = [...notes] as [string, string | number][];
  const label = changed.get(LABEL);
  if (typeof label === "string") entries.push([NETWORK_NOTES.label, fields.description(label, LABEL)]);
  else if (dropped.has(LABEL)) entries.push([NETWORK_NOTES.label, ""]);
  const vlan = changed.get(VLAN);
  if (typeof vlan === "number") entries.push(["VLAN_ID", vlan]);
  const gateway = changed.get(GATEWAY);
  if (typeof gateway === "string") {
    const { ip, ip6 } = fields.nicAddress(gateway, GATEWAY);
    if (ip === undefined && ip6 === undefined)
      throw new OcciError("INVALID_REQUEST", `${GATEWAY} must be an IP address.`);
    entries.push(ip === undefined ? ["GATEWAY6", ip6 ?? ""] : ["GATEWAY", ip]);
  }
  const templates = noteTemplates(entries);
  // First what may be refused: a network is renamed only when all the rest is done.
  for (const text of templates) {
    await withAttributeNames([["VLAN_ID", VLAN]], () => vnets.update(deps.oned, session, id, text));
  }
  if (name !== undefined) await vnets.rename(deps.oned, session, id, name);
  return entries.length > notes.length ? undefined : renamedObject(vnet, renaming);
}
