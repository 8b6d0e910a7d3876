/** Inline links as oned's NIC and DISK vectors. */
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
import type { AskedNic } from "../../no-free-lease.ts";
import { endpoint } from "../address.ts";
import type { SentNames } from "../restricted-attributes.ts";

export type Part = [name: string, value: string | number][];

export interface Parts {
  readonly nics: readonly Part[];
  readonly disks: readonly Part[];
  /** Ids. */
  readonly securityGroups: readonly number[];
  /** What may be an administrator's. */
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

function texts(link: LinkRequest, known: readonly Field[]): Part {
  return known.flatMap(([oned, attribute]) => {
    const value = text(link.attributes.get(attribute));
    return value === undefined ? [] : [[oned, fields.description(value, attribute)] as [string, string]];
  });
}

/** A network interface as a NIC. @param what the target is called in an error. */
export function nicPart(
  link: LinkRequest,
  what = "The target of the network interface",
): { readonly nic: Part; readonly sent: SentNames } {
  const { id } = endpoint(link.target, [NETWORK, IP_RESERVATION], what);
  const nic: Part = [["NETWORK_ID", id]];
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
export function askedNic(nic: Part): AskedNic {
  const { NETWORK_ID: networkId, IP: ip, IP6: ip6 } = Object.fromEntries(nic);
  return {
    networkId: Number(networkId),
    ...(ip !== undefined && { ip: String(ip) }),
    ...(ip6 !== undefined && { ip6: String(ip6) }),
  };
}

/** A storage link as a DISK. @param what the target is called in an error. */
export function diskPart(link: LinkRequest, what = "The target of the storage link"): Part {
  const { id } = endpoint(link.target, [STORAGE], what);
  const disk: Part = [["IMAGE_ID", id]];
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
export function partsOf(links: readonly LinkRequest[]): Parts {
  const nics: Part[] = [];
  const disks: Part[] = [];
  const securityGroups: number[] = [];
  const sent: (readonly [string, string])[] = [];
  for (const link of links) {
    if (link.kind === NETWORK_INTERFACE) {
      const made = nicPart(link);
      nics.push(made.nic);
      sent.push(...made.sent, ...made.sent.map(([, attribute]) => ["NIC", attribute] as const));
    } else if (link.kind === STORAGE_LINK) disks.push(diskPart(link));
    else if (link.kind === SECURITY_GROUP_LINK) {
      const { id } = endpoint(link.target, [SECURITY_GROUP], "The target of the security group link");
      securityGroups.push(id);
    } else throw new OcciError("INVALID_REQUEST", `A machine has no links of ${link.kind.slice(0, 64)}.`);
  }
  return { nics, disks, securityGroups, sent };
}
