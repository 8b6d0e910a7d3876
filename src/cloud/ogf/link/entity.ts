/**
 * NICs, disks and security groups of a machine as OCCI links. They are made of the machine alone: what they lead to may
 * be gone.
 */
import {
  COMPUTE,
  IP_NETWORK_INTERFACE,
  type Link,
  NETWORK,
  SECURITY_GROUP,
  STORAGE,
  termOf,
} from "../../../dialects/ogf/index.ts";
import type { Vector, VmDetails } from "../../../opennebula/vm-details.ts";
import { HISTORY_ACTION } from "../../../opennebula/vm-past.ts";
import { attributes } from "../attributes.ts";
import type { Shown } from "../shown-state.ts";
import { tagsAt } from "../tags/tags.ts";
import { OWN_NETWORK_INTERFACE, OWN_STORAGE_LINK } from "../types/own-mixins.ts";
import type { ViewContext } from "../view-context.ts";
import { type LinkPart, linkId } from "./id.ts";
import { linkPath, linkType } from "./part.ts";

function given(vector: Vector, name: string): string | undefined {
  return vector.get(name) || undefined;
}

function head({ tags }: ViewContext, vm: VmDetails, part: LinkPart, number: number) {
  const id = linkId({ vm: vm.id, part, number });
  const kind = linkType(part);
  return {
    id,
    kind,
    location: `${linkPath(part)}/${id}`,
    actions: [],
    source: { location: `/compute/${vm.id}`, kind: COMPUTE },
    tagged: tagsAt(tags, termOf(kind), id),
  };
}

const DETACHES: readonly number[] = [HISTORY_ACTION.diskDetach, HISTORY_ACTION.nicDetach, HISTORY_ACTION.aliasDetach];

/** A part on its way in is not active yet, one on its way out still is. oned notes ATTACH of both. */
function shownPart(part: Vector, vm: VmDetails, active: boolean): Shown<"active" | "inactive"> {
  const word = active ? "active" : "inactive";
  if (part.get("DETACH") === "YES") return { state: word, message: LEAVING };
  if (part.get("ATTACH") !== "YES") return { state: word };
  if (DETACHES.includes(vm.past.change)) return { state: word, message: LEAVING };
  return { state: "inactive", message: "OpenNebula is attaching it" };
}

const LEAVING = "OpenNebula is detaching it";

/** The gateway that CONTEXT gives for this NIC. */
function gatewayOf(vm: VmDetails, nic: string): string | undefined {
  const name = `ETH${nic}_GATEWAY`;
  return vm.context.find(([key]) => key === name)?.[1] || undefined;
}

/** None for a NIC that has no network yet. */
export function linkOfNic(view: ViewContext, vm: VmDetails, nic: Vector, index: number, active: boolean): Link[] {
  const network = nic.get("NETWORK_ID");
  if (network === undefined || !/^\d+$/.test(network)) return [];
  const { tagged, ...rest } = head(view, vm, "nic", Number(nic.get("NIC_ID") ?? index));
  const address = given(nic, "IP") ?? given(nic, "IP6_GLOBAL") ?? given(nic, "IP6") ?? given(nic, "IP6_ULA");
  const own = "org.opennebula.networkinterface";
  const shown = shownPart(nic, vm, active);
  return [
    {
      ...rest,
      mixins: [...(address === undefined ? [] : [IP_NETWORK_INTERFACE]), OWN_NETWORK_INTERFACE, ...tagged],
      target: { location: `/network/${network}`, kind: NETWORK },
      attributes: attributes(
        ["occi.networkinterface.interface", `eth${nic.get("NIC_ID") ?? index}`],
        ["occi.networkinterface.mac", nic.get("MAC") ?? ""],
        ["occi.networkinterface.state.message", shown.message],
        ["occi.networkinterface.state", shown.state],
        ["occi.networkinterface.address", address],
        ["occi.networkinterface.gateway", gatewayOf(vm, nic.get("NIC_ID") ?? String(index))],
        ["occi.networkinterface.allocation", address === undefined ? undefined : "dynamic"],
        [`${own}.bridge`, given(nic, "BRIDGE")],
        [`${own}.script`, given(nic, "SCRIPT")],
        [`${own}.white_ports_tcp`, given(nic, "WHITE_PORTS_TCP")],
        [`${own}.black_ports_tcp`, given(nic, "BLACK_PORTS_TCP")],
        [`${own}.white_ports_udp`, given(nic, "WHITE_PORTS_UDP")],
        [`${own}.black_ports_udp`, given(nic, "BLACK_PORTS_UDP")],
        [`${own}.icmp`, given(nic, "ICMP")],
        [`${own}.model`, given(nic, "MODEL")],
      ),
    },
  ];
}

/** None for a disk without an image: it leads nowhere. */
export function linkOfDisk(view: ViewContext, vm: VmDetails, disk: Vector, index: number, active: boolean): Link[] {
  const image = disk.get("IMAGE_ID");
  if (image === undefined || !/^\d+$/.test(image)) return [];
  const { tagged, ...rest } = head(view, vm, "disk", Number(disk.get("DISK_ID") ?? index));
  const target = given(disk, "TARGET");
  const shown = shownPart(disk, vm, active);
  return [
    {
      ...rest,
      mixins: [OWN_STORAGE_LINK, ...tagged],
      target: { location: `/storage/${image}`, kind: STORAGE },
      attributes: attributes(
        ["occi.storagelink.deviceid", target === undefined ? "" : `/dev/${target}`],
        ["occi.storagelink.state.message", shown.message],
        ["occi.storagelink.state", shown.state],
        ["org.opennebula.storagelink.bus", given(disk, "DEV_PREFIX")],
        ["org.opennebula.storagelink.driver", given(disk, "DRIVER")],
      ),
    },
  ];
}

/** The limits for a NIC: groups, and characters of their list. */
const MOST_GROUPS = 100;
const LONGEST_GROUPS = 1024;

/** Ids of the groups of all NICs, each once. The default group of oned lets everything through and is no link. */
export function securityGroupsOf(vm: Pick<VmDetails, "nicVectors">): readonly number[] {
  const ids = vm.nicVectors.flatMap((nic) => {
    const listed = (nic.get("SECURITY_GROUPS") ?? "").slice(0, LONGEST_GROUPS).split(",", MOST_GROUPS);
    return listed.filter((id) => /^\d+$/.test(id));
  });
  return [...new Set(ids.map(Number))].filter((id) => id !== 0).sort((a, b) => a - b);
}

export function linksOfSecurityGroups(view: ViewContext, vm: VmDetails, active: boolean): Link[] {
  return securityGroupsOf(vm).map((group) => {
    const { tagged, ...rest } = head(view, vm, "sg", group);
    return {
      ...rest,
      mixins: tagged,
      target: { location: `/securitygroup/${group}`, kind: SECURITY_GROUP },
      attributes: attributes(["occi.securitygrouplink.state", active ? "active" : "inactive"]),
    };
  });
}
