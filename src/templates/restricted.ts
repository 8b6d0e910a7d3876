/**
 * VM attributes that oned refuses to plain users (512), as the default oned.conf of 6.10 and 7.4 lists them in
 * VM_RESTRICTED_ATTR. A site may have changed its list: `check` only warns.
 */

import type { TemplateAttribute } from "./syntax.ts";

const BANDWIDTH = [
  "INBOUND_AVG_BW",
  "INBOUND_PEAK_BW",
  "INBOUND_PEAK_KB",
  "OUTBOUND_AVG_BW",
  "OUTBOUND_PEAK_BW",
  "OUTBOUND_PEAK_KB",
];
const VCENTER_NIC = ["VCENTER_INSTANCE_ID", "VCENTER_NET_REF", "VCENTER_PORTGROUP_TYPE"];
const LIMITS = [
  "TOTAL_BYTES_SEC",
  "READ_BYTES_SEC",
  "WRITE_BYTES_SEC",
  "TOTAL_IOPS_SEC",
  "READ_IOPS_SEC",
  "WRITE_IOPS_SEC",
];

/** `*` means the attribute as a whole. */
const RESTRICTED: Readonly<Record<string, readonly string[]>> = {
  CONTEXT: ["FILES"],
  CONTEXT_FIXED: ["FILES"],
  CPU_COST: ["*"],
  DEPLOY_ID: ["*"],
  DISK: [
    ...LIMITS.flatMap((limit) => [limit, `${limit}_MAX`, `${limit}_MAX_LENGTH`]),
    "SIZE_IOPS_SEC",
    "OPENNEBULA_MANAGED",
    "VCENTER_DS_REF",
    "VCENTER_INSTANCE_ID",
    "ORIGINAL_SIZE",
    "SIZE_PREV",
  ],
  DISK_COST: ["*"],
  EMULATOR: ["*"],
  MEMORY_COST: ["*"],
  NIC: [
    "MAC",
    "VLAN_ID",
    "VLAN_TAGGED_ID",
    "BRIDGE",
    "FILTER",
    "FILTER_IP_SPOOFING",
    "FILTER_MAC_SPOOFING",
    ...BANDWIDTH,
    "OPENNEBULA_MANAGED",
    ...VCENTER_NIC,
    "EXTERNAL",
  ],
  NIC_ALIAS: ["MAC", "VLAN_ID", "BRIDGE", ...BANDWIDTH, "OPENNEBULA_MANAGED", ...VCENTER_NIC],
  NIC_DEFAULT: ["MAC", "VLAN_ID", "BRIDGE", "FILTER", "EXTERNAL"],
  PCI: ["*"],
  RAW: ["DATA"],
  TOPOLOGY: ["PIN_POLICY", "HUGEPAGE_SIZE"],
  USER_INPUTS: ["CPU", "MEMORY", "VCPU"],
  USER_PRIORITY: ["*"],
  VCENTER_ESX_HOST: ["*"],
  VCENTER_VM_FOLDER: ["*"],
};

export type Restricted = Pick<TemplateAttribute, "name" | "line" | "column">;

/** The restricted ones among the attributes, as oned calls them (`NIC/MAC`, `PCI`), with their lines. */
export function restrictedIn(attributes: readonly TemplateAttribute[]): Restricted[] {
  return attributes.flatMap(({ name, value, line, column }) => {
    const members = RESTRICTED[name] ?? [];
    if (members.includes("*")) return [{ name, line, column }];
    if (typeof value === "string") return [];
    return value
      .filter((member) => members.includes(member.name))
      .map((member) => ({ ...member, name: `${name}/${member.name}` }));
  });
}
