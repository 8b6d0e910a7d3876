/** Links of a request as oned's NIC and DISK vectors. */
import {
  IP_RESERVATION,
  type LinkRequest,
  NETWORK,
  NETWORK_INTERFACE,
  SECURITY_GROUP,
  SECURITY_GROUP_LINK,
  STORAGE,
  STORAGE_LINK,
  type Value,
} from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import * as fields from "../../fields.ts";
import type { RequestedNic } from "../../no-free-lease.ts";
import { resourceId } from "../location.ts";
import type { SentNames } from "../restricted-attributes.ts";

/** The members of a NIC or DISK. */
export type VectorEntries = [name: string, value: string | number][];

export interface LinkVectors {
  readonly nics: readonly VectorEntries[];
  readonly disks: readonly VectorEntries[];
  /** Ids. */
  readonly securityGroups: readonly number[];
  /** Attributes that oned may keep for administrators. */
  readonly sent: SentNames;
}

type Field = readonly [oned: string, attribute: string];

/** Attributes of a NIC that oned has under another name. */
export const NIC_FIELDS: readonly Field[] = [
  ["BRIDGE", "org.opennebula.networkinterface.bridge"],
  ["SCRIPT", "org.opennebula.networkinterface.script"],
  ["WHITE_PORTS_TCP", "org.opennebula.networkinterface.white_ports_tcp"],
  ["BLACK_PORTS_TCP", "org.opennebula.networkinterface.black_ports_tcp"],
  ["WHITE_PORTS_UDP", "org.opennebula.networkinterface.white_ports_udp"],
  ["BLACK_PORTS_UDP", "org.opennebula.networkinterface.black_ports_udp"],
  ["ICMP", "org.opennebula.networkinterface.icmp"],
  ["MODEL", "org.opennebula.networkinterface.model"],
];

const text = (value: Value | undefined): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined;

function texts(link: LinkRequest, known: readonly Field[]): VectorEntries {
  return known.flatMap(([oned, attribute]) => {
    const value = text(link.attributes.get(attribute));
    return value === undefined ? [] : [[oned, fields.description(value, attribute)] as [string, string]];
  });
}

/** A network interface as a NIC. @param what the target is called in an error. */
export function nicVector(
  link: LinkRequest,
  what = "The target of the network interface",
): { readonly nic: VectorEntries; readonly sent: SentNames } {
  const nic: VectorEntries = [["NETWORK_ID", resourceId(link.target, [NETWORK, IP_RESERVATION], what)]];
  const { ip, ip6 } = fields.nicAddress(text(link.attributes.get("occi.networkinterface.address")));
  if (ip !== undefined) nic.push(["IP", ip]);
  if (ip6 !== undefined) nic.push(["IP6", ip6]);
  const mac = text(link.attributes.get("occi.networkinterface.mac"));
  if (mac !== undefined) nic.push(["MAC", fields.macAddress(mac, "occi.networkinterface.mac")]);
  nic.push(...texts(link, NIC_FIELDS));
  const present = new Set(nic.map(([name]) => name));
  const sent: SentNames = [["MAC", "occi.networkinterface.mac"] as const, ...NIC_FIELDS].filter(([name]) =>
    present.has(name),
  );
  return { nic, sent };
}

/** A NIC as the reason for a refusal needs it: its network and addresses. */
export function requestedNic(nic: VectorEntries): RequestedNic {
  const { NETWORK_ID: networkId, IP: ip, IP6: ip6 } = Object.fromEntries(nic);
  return {
    networkId: Number(networkId),
    ...(ip !== undefined && { ip: String(ip) }),
    ...(ip6 !== undefined && { ip6: String(ip6) }),
  };
}

/** A storage link as a DISK. @param what the target is called in an error. */
export function diskVector(link: LinkRequest, what = "The target of the storage link"): VectorEntries {
  const disk: VectorEntries = [["IMAGE_ID", resourceId(link.target, [STORAGE], what)]];
  const device = text(link.attributes.get("occi.storagelink.deviceid"));
  if (device !== undefined)
    disk.push(["TARGET", fields.diskTarget(device.replace(/^\/dev\//, ""), "occi.storagelink.deviceid")]);
  disk.push(
    ...texts(link, [
      ["DEV_PREFIX", "org.opennebula.storagelink.bus"],
      ["DRIVER", "org.opennebula.storagelink.driver"],
    ]),
  );
  return disk;
}

/** All links of a request for a machine. @throws OcciError INVALID_REQUEST naming what is wrong. */
export function linkVectors(links: readonly LinkRequest[]): LinkVectors {
  const nics: VectorEntries[] = [];
  const disks: VectorEntries[] = [];
  const securityGroups: number[] = [];
  const sent: (readonly [string, string])[] = [];
  for (const link of links) {
    if (link.kind === NETWORK_INTERFACE) {
      const vector = nicVector(link);
      nics.push(vector.nic);
      sent.push(...vector.sent, ...vector.sent.map(([, attribute]) => ["NIC", attribute] as const));
    } else if (link.kind === STORAGE_LINK) disks.push(diskVector(link));
    else if (link.kind === SECURITY_GROUP_LINK) {
      securityGroups.push(resourceId(link.target, [SECURITY_GROUP], "The target of the security group link"));
    } else throw new OcciError("INVALID_REQUEST", `A machine does not have links of ${link.kind.slice(0, 64)}.`);
  }
  return { nics, disks, securityGroups, sent };
}
