/** A network of oned as an OCCI network, or as an ipreservation: the single address that somebody has reserved. */
import { IP_NETWORK, IP_RESERVATION, NETWORK, type Resource } from "../../../dialects/ogf/index.ts";
import { lastAddress } from "../../../ip-address.ts";
import type { VnetDetails } from "../../../opennebula/vnet-details.ts";
import { attributes } from "../attributes.ts";
import { tagsAt } from "../tags/tags.ts";
import { titleOf } from "../title.ts";
import { OWN_NETWORK } from "../types/own-mixins.ts";
import type { ViewContext } from "../view-context.ts";
import { networkShown } from "./states.ts";

/** Notes that this server leaves in a network. */
export const NETWORK_NOTES = { kind: "OCCI_KIND", label: "OCCI_LABEL", address: "OCCI_NETWORK_ADDRESS" } as const;

/** Whether a network was made as an ipreservation. */
export function isReservation(vnet: Pick<VnetDetails, "notes">): boolean {
  return vnet.notes.get(NETWORK_NOTES.kind) === "ipreservation";
}

function prefixOf(mask: string): number | undefined {
  if (/^\d{1,2}$/.test(mask)) return Number(mask);
  const bits = mask
    .split(".")
    .map((byte) => Number(byte).toString(2).padStart(8, "0"))
    .join("");
  return /^1*0*$/.test(bits) && bits.length === 32 ? (bits.indexOf("0") < 0 ? 32 : bits.indexOf("0")) : undefined;
}

/** As CIDR where the network says its mask, else the range of its addresses. */
function addressOf(vnet: VnetDetails): string | undefined {
  const noted = vnet.notes.get(NETWORK_NOTES.address);
  if (noted) return noted;
  const [network, mask] = [vnet.notes.get("NETWORK_ADDRESS"), vnet.notes.get("NETWORK_MASK")];
  if (network && mask) {
    const prefix = prefixOf(mask);
    if (prefix !== undefined) return `${network}/${prefix}`;
  }
  const [first] = vnet.ranges;
  const start = first?.ip ?? first?.ip6;
  return start === undefined || first === undefined ? undefined : `${start}-${lastAddress(start, first.size)}`;
}

function zones({ schemes }: ViewContext, vnet: VnetDetails): readonly string[] {
  return vnet.clusterIds.map((id) => `${schemes.zone}zone_${id}`);
}

/** The network. */
export function networkEntity(view: ViewContext, vnet: VnetDetails): Resource {
  const id = String(vnet.id);
  const shown = networkShown(vnet.state, vnet.error);
  const address = addressOf(vnet);
  const [first] = vnet.ranges;
  const start = first?.ip ?? first?.ip6;
  const own = "org.opennebula.network";
  return {
    kind: NETWORK,
    mixins: [
      ...(address === undefined ? [] : [IP_NETWORK]),
      ...zones(view, vnet),
      OWN_NETWORK,
      ...tagsAt(view.tags, "network", id),
    ],
    id,
    location: `/network/${id}`,
    title: titleOf(vnet.name, vnet.notes),
    ...(vnet.description !== undefined && { summary: vnet.description }),
    attributes: attributes(
      ["occi.network.vlan", vnet.vlanId !== undefined && vnet.vlanId <= 4095 ? vnet.vlanId : undefined],
      ["occi.network.label", vnet.notes.get(NETWORK_NOTES.label) || undefined],
      ["occi.network.state.message", shown.message],
      ["occi.network.state", shown.state],
      ["occi.network.address", address],
      ["occi.network.gateway", vnet.notes.get("GATEWAY") || vnet.notes.get("GATEWAY6") || undefined],
      ["occi.network.allocation", address === undefined ? undefined : "dynamic"],
      [`${own}.id`, vnet.id],
      [`${own}.vlan`, vnet.vlanId === undefined ? "NO" : "YES"],
      [`${own}.phydev`, vnet.phydev],
      [`${own}.bridge`, vnet.bridge],
      [`${own}.ip_start`, start],
      [`${own}.ip_end`, start === undefined || first === undefined ? undefined : lastAddress(start, first.size)],
    ),
    actions: [],
    links: [],
  };
}

/** The ipreservation. */
export function reservationEntity(view: ViewContext, vnet: VnetDetails): Resource {
  const id = String(vnet.id);
  const address = vnet.ranges[0]?.ip ?? vnet.ranges[0]?.ip6;
  const shown = networkShown(vnet.state, vnet.error);
  return {
    kind: IP_RESERVATION,
    mixins: [
      ...(vnet.parentId === undefined ? [] : [`${view.schemes.pool}pool_${vnet.parentId}`]),
      ...tagsAt(view.tags, "ipreservation", id),
    ],
    id,
    location: `/ipreservation/${id}`,
    title: titleOf(vnet.name, vnet.notes),
    ...(vnet.description !== undefined && { summary: vnet.description }),
    attributes: attributes(
      ["occi.ipreservation.address", address],
      ["occi.ipreservation.used", vnet.usedLeases > 0],
      ["occi.network.state.message", shown.message],
      ["occi.network.state", shown.state],
      ["occi.ipreservation.state", shown.state],
    ),
    actions: [],
    links: [],
  };
}
