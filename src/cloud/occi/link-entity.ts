/** NICs, disks and security groups of a machine as OCCI links. They are made of the machine alone: what they lead to may be gone. */
import {
  COMPUTE,
  IP_NETWORK_INTERFACE,
  type Link,
  NETWORK,
  SECURITY_GROUP,
  STORAGE,
} from "../../dialects/occi/index.ts";
import type { Vector, VmDetails } from "../../opennebula/vm-details.ts";
import { attributes } from "./attributes.ts";
import { type LinkPart, linkId } from "./link-ids.ts";
import { OWN_NETWORK_INTERFACE, OWN_STORAGE_LINK } from "./own-mixins.ts";
import { linkPlace } from "./places.ts";
import { tagsAt } from "./tags.ts";
import type { Viewing } from "./viewing.ts";

function given(vector: Vector, name: string): string | undefined {
  return vector.get(name) || undefined;
}

function head({ tags }: Viewing, vm: VmDetails, part: LinkPart, number: number) {
  const id = linkId({ vm: vm.id, part, number });
  const { kind, term, location } = linkPlace(part);
  return {
    id,
    kind,
    location: location + id,
    actions: [],
    source: { location: `/compute/${vm.id}`, kind: COMPUTE },
    tagged: tagsAt(tags, term, id),
  };
}

/** A part that is on its way in or out is not active yet, or any more. */
function stateOf(part: Vector, active: boolean): string {
  const moving = part.get("ATTACH") === "YES" || part.get("DETACH") === "YES";
  return active && !moving ? "active" : "inactive";
}

/** What the machine was told about it. */
function gatewayOf(vm: VmDetails, nic: string): string | undefined {
  const name = `ETH${nic}_GATEWAY`;
  return vm.context.find(([key]) => key === name)?.[1] || undefined;
}

/** None for a NIC that has no network yet. */
export function linkOfNic(viewing: Viewing, vm: VmDetails, nic: Vector, index: number, active: boolean): Link[] {
  const network = nic.get("NETWORK_ID");
  if (network === undefined || !/^\d+$/.test(network)) return [];
  const { tagged, ...rest } = head(viewing, vm, "nic", Number(nic.get("NIC_ID") ?? index));
  const address = given(nic, "IP") ?? given(nic, "IP6_GLOBAL") ?? given(nic, "IP6") ?? given(nic, "IP6_ULA");
  const own = "org.opennebula.networkinterface";
  return [
    {
      ...rest,
      mixins: [...(address === undefined ? [] : [IP_NETWORK_INTERFACE]), OWN_NETWORK_INTERFACE, ...tagged],
      target: { location: `/network/${network}`, kind: NETWORK },
      attributes: attributes(
        ["occi.networkinterface.interface", `eth${nic.get("NIC_ID") ?? index}`],
        ["occi.networkinterface.mac", nic.get("MAC") ?? ""],
        ["occi.networkinterface.state", stateOf(nic, active)],
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
export function linkOfDisk(viewing: Viewing, vm: VmDetails, disk: Vector, index: number, active: boolean): Link[] {
  const image = disk.get("IMAGE_ID");
  if (image === undefined || !/^\d+$/.test(image)) return [];
  const { tagged, ...rest } = head(viewing, vm, "disk", Number(disk.get("DISK_ID") ?? index));
  const target = given(disk, "TARGET");
  return [
    {
      ...rest,
      mixins: [OWN_STORAGE_LINK, ...tagged],
      target: { location: `/storage/${image}`, kind: STORAGE },
      attributes: attributes(
        ["occi.storagelink.deviceid", target === undefined ? "" : `/dev/${target}`],
        ["occi.storagelink.state", stateOf(disk, active)],
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

export function linksOfSecurityGroups(viewing: Viewing, vm: VmDetails, active: boolean): Link[] {
  return securityGroupsOf(vm).map((group) => {
    const { tagged, ...rest } = head(viewing, vm, "sg", group);
    return {
      ...rest,
      mixins: tagged,
      target: { location: `/securitygroup/${group}`, kind: SECURITY_GROUP },
      attributes: attributes(["occi.securitygrouplink.state", active ? "active" : "inactive"]),
    };
  });
}
