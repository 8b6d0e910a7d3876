/** Where the stand-in answers otherwise than oned, on purpose: every case under a reason. */

export const REASONS = {
  config: "only the attributes that clients ask for are in the configuration",
  placement: "VMs are placed by free memory, without the scheduler's weights: figures of hosts differ",
  schedule: "there are no scheduled actions",
  rules: "rules for hosts, zones, marketplaces and virtual data centers are not kept: new rules have other ids",
  chance: "a MAC address that oned makes by chance",
  garbage: "oned prints a rule from memory that it has not initialised",
} as const;

/** By name of the recorded call. */
export const DIFFERENT: Readonly<Record<string, keyof typeof REASONS>> = {
  "system.config.oneadmin": "config",
  "system.config.plain-user": "config",
  "vm.resize.too-big": "placement",
  "vm.info.sched-action": "schedule",
  "proto.too-many": "schedule",
  "acl.addrule.net-create": "rules",
  "acl.addrule.cluster-admin": "rules",
  "vn.info.ip6": "chance",
  "acl.addrule.bad": "garbage",
};

/** Elements that are in no comparison: what monitoring measured in a guest. */
export const IGNORED = /\/MONITORING(\/|$)/;

/**
 * Methods without a recording. Of groups only the ids of members are used; security groups are held to what was seen of a
 * real oned by `security-group.test.ts`, zones by `zone-recorded.test.ts`.
 */
export const UNRECORDED: readonly string[] = [
  "one.acl.info",
  "one.group.info",
  "one.grouppool.info",
  "one.vm.schedadd",
  "one.vm.scheddelete",
  "one.vm.schedupdate",
  "one.secgroup.update",
  "one.secgroup.chmod",
  "one.secgroup.rename",
  "one.secgroup.delete",
  "one.vm.attachsg",
  "one.vm.detachsg",
  "one.userquota.info",
  "one.vm.monitoring",
  "one.zone.info",
  "one.zonepool.info",
  "one.zone.raftstatus",
];
