/** Where the stand-in answers otherwise than oned, on purpose: every case under a reason. */

export const REASONS = {
  config: "only the attributes that clients ask for are in the configuration",
  placement: "VMs are placed by free memory, without the scheduler's weights: figures of hosts differ",
  moment: "VMs stand in closed history records as they were before the change that ended the stay",
  measured: "drivers for tests measure VMs that do not run",
  rules: "rules for hosts, zones, marketplaces and virtual data centers are not kept: new rules have other ids",
  chance: "a MAC address that oned makes by chance",
  garbage: "oned prints a rule from memory that it has not initialised",
} as const;

/** By name of the recorded call. */
export const DIFFERENT: Readonly<Record<string, keyof typeof REASONS>> = {
  "system.config.oneadmin": "config",
  "system.config.plain-user": "config",
  "vm.resize.too-big": "placement",
  "vmpool.accounting.mine": "moment",
  "vm.monitoring.none": "measured",
  "acl.addrule.net-create": "rules",
  "acl.addrule.cluster-admin": "rules",
  "vn.info.ip6": "chance",
  "acl.addrule.bad": "garbage",
};

/** What VMs of the recordings of usage have otherwise: they are made of other templates. */
export const OTHER_TEMPLATES =
  /\/VM\/(?:TEMPLATE\/(?:OS\/ARCH|CONTEXT\/|NIC\/VLAN_ID|GRAPHICS|SECURITY_GROUP_RULE)|USER_TEMPLATE\/DESCRIPTION)/;

/** Elements that are in no comparison: what monitoring measured in a guest. */
export const IGNORED = /(?:^|\/)VM\/MONITORING(\/|$)/;

/**
 * Methods without a recording. Security groups are held to what was seen of a
 * real oned by `security-group.test.ts`, zones by `zone-recorded.test.ts`.
 */
export const UNRECORDED: readonly string[] = [
  "one.acl.info",
  "one.secgroup.update",
  "one.secgroup.chmod",
  "one.secgroup.rename",
  "one.secgroup.delete",
  "one.vm.attachsg",
  "one.vm.detachsg",
  "one.userquota.info",
  "one.zone.info",
  "one.zonepool.info",
  "one.zone.raftstatus",
];
