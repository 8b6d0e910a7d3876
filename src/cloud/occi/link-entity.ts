/** NICs, disks and security groups of a machine as OCCI links. They are made of the machine alone: what they lead to may be gone. */
import {
  COMPUTE,
  type Endpoint,
  IP_NETWORK_INTERFACE,
  type Link,
  NETWORK,
  NETWORK_INTERFACE,
  SECURITY_GROUP,
  SECURITY_GROUP_LINK,
  STORAGE,
  STORAGE_LINK,
} from "../../dialects/occi/index.ts";
import type { Vector, VmDetails } from "../../opennebula/vm-details.ts";
import { attributes } from "./attributes.ts";
import { type LinkPart, linkId } from "./link-ids.ts";
import { OWN_NETWORK_INTERFACE, OWN_STORAGE_LINK } from "./own-mixins.ts";
import { computeShown } from "./states.ts";
import { tagsAt } from "./tags.ts";
import type { Viewing } from "./viewing.ts";

/** Paths of the links' collections. */
export const LINK_PATHS: Readonly<Record<LinkPart, string>> = {
  nic: "/link/networkinterface/",
  disk: "/link/storagelink/",
  sg: "/link/securitygrouplink/",
};

const LINK_TERMS: Readonly<Record<LinkPart, string>> = {
  nic: "networkinterface",
  disk: "storagelink",
  sg: "securitygrouplink",
};

function given(vector: Vector, name: string): string | undefined {
  return vector.get(name) || undefined;
}

function sourceOf(vm: VmDetails): Endpoint {
  return { location: `/compute/${vm.id}`, kind: COMPUTE };
}

function head({ tags }: Viewing, vm: VmDetails, part: LinkPart, number: number) {
  const id = linkId({ vm: vm.id, part, number });
  return {
    id,
    location: LINK_PATHS[part] + id,
    actions: [],
    source: sourceOf(vm),
    tagged: tagsAt(tags, LINK_TERMS[part], id),
  };
}

/** A part that is on its way in or out is not active yet, or any more. */
function stateOf(vm: VmDetails, part: Vector): string {
  const moving = part.get("ATTACH") === "YES" || part.get("DETACH") === "YES";
  return computeShown(vm).state === "active" && !moving ? "active" : "inactive";
}

/** What the machine was told about it. */
function gatewayOf(vm: VmDetails, nic: string): string | undefined {
  const name = `ETH${nic}_GATEWAY`;
  return vm.context.find(([key]) => key === name)?.[1] || undefined;
}

/** None for a NIC that has no network yet. */
export function linkOfNic(viewing: Viewing, vm: VmDetails, nic: Vector, index: number): Link[] {
  const network = nic.get("NETWORK_ID");
  if (network === undefined || !/^\d+$/.test(network)) return [];
  const { tagged, ...rest } = head(viewing, vm, "nic", Number(nic.get("NIC_ID") ?? index));
  const address = given(nic, "IP") ?? given(nic, "IP6_GLOBAL") ?? given(nic, "IP6") ?? given(nic, "IP6_ULA");
  const own = "org.opennebula.networkinterface";
  return [
    {
      ...rest,
      kind: NETWORK_INTERFACE,
      mixins: [...(address === undefined ? [] : [IP_NETWORK_INTERFACE]), OWN_NETWORK_INTERFACE, ...tagged],
      target: { location: `/network/${network}`, kind: NETWORK },
      attributes: attributes(
        ["occi.networkinterface.interface", `eth${nic.get("NIC_ID") ?? index}`],
        ["occi.networkinterface.mac", nic.get("MAC") ?? ""],
        ["occi.networkinterface.state", stateOf(vm, nic)],
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
export function linkOfDisk(viewing: Viewing, vm: VmDetails, disk: Vector, index: number): Link[] {
  const image = disk.get("IMAGE_ID");
  if (image === undefined || !/^\d+$/.test(image)) return [];
  const { tagged, ...rest } = head(viewing, vm, "disk", Number(disk.get("DISK_ID") ?? index));
  const target = given(disk, "TARGET");
  return [
    {
      ...rest,
      kind: STORAGE_LINK,
      mixins: [OWN_STORAGE_LINK, ...tagged],
      target: { location: `/storage/${image}`, kind: STORAGE },
      attributes: attributes(
        ["occi.storagelink.deviceid", target === undefined ? "" : `/dev/${target}`],
        ["occi.storagelink.state", stateOf(vm, disk)],
        ["org.opennebula.storagelink.bus", given(disk, "DEV_PREFIX")],
        ["org.opennebula.storagelink.driver", given(disk, "DRIVER")],
      ),
    },
  ];
}

/** Ids of the groups of all NICs, each once. The default group of oned lets everything through and is no link. */
export function securityGroupsOf(vm: Pick<VmDetails, "nicVectors">): readonly number[] {
  const ids = vm.nicVectors.flatMap((nic) =>
    (nic.get("SECURITY_GROUPS") ?? "").split(",").filter((id) => /^\d+$/.test(id)),
  );
  return [...new Set(ids.map(Number))].filter((id) => id !== 0).sort((a, b) => a - b);
}

export function linksOfSecurityGroups(viewing: Viewing, vm: VmDetails): Link[] {
  return securityGroupsOf(vm).map((group) => {
    const { tagged, ...rest } = head(viewing, vm, "sg", group);
    return {
      ...rest,
      kind: SECURITY_GROUP_LINK,
      mixins: tagged,
      target: { location: `/securitygroup/${group}`, kind: SECURITY_GROUP },
      attributes: attributes([
        "occi.securitygrouplink.state",
        computeShown(vm).state === "active" ? "active" : "inactive",
      ]),
    };
  });
}
