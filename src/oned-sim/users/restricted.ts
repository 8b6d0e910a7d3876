/** Attributes that only administrators may use, as the default oned.conf of each release lists them. */
import type { Attributes } from "../attributes.ts";
import type { Release } from "../records.ts";

const BANDWIDTH = [
  "INBOUND_AVG_BW",
  "INBOUND_PEAK_BW",
  "INBOUND_PEAK_KB",
  "OUTBOUND_AVG_BW",
  "OUTBOUND_PEAK_BW",
  "OUTBOUND_PEAK_KB",
  "OPENNEBULA_MANAGED",
];
const VCENTER_NIC = ["VCENTER_INSTANCE_ID", "VCENTER_NET_REF", "VCENTER_PORTGROUP_TYPE"];
const FILTERS = ["FILTER", "FILTER_IP_SPOOFING", "FILTER_MAC_SPOOFING"];
const THROTTLES = [
  "TOTAL_BYTES_SEC",
  "READ_BYTES_SEC",
  "WRITE_BYTES_SEC",
  "TOTAL_IOPS_SEC",
  "READ_IOPS_SEC",
  "WRITE_IOPS_SEC",
];

const under = (parent: string, names: readonly string[]): string[] => names.map((name) => `${parent}/${name}`);

function vmList(release: Release): string[] {
  const old = release === "6.10";
  return [
    "CONTEXT/FILES",
    ...under("NIC", ["MAC", "VLAN_ID", "BRIDGE", ...FILTERS, ...BANDWIDTH, ...(old ? VCENTER_NIC : []), "EXTERNAL"]),
    ...(old ? [] : ["NIC/VLAN_TAGGED_ID"]),
    ...under("NIC_ALIAS", ["MAC", "VLAN_ID", "BRIDGE", ...BANDWIDTH, ...(old ? VCENTER_NIC : [])]),
    ...under("NIC_DEFAULT", ["MAC", "VLAN_ID", "BRIDGE", "FILTER", "EXTERNAL"]),
    ...THROTTLES.flatMap((name) => under("DISK", [name, `${name}_MAX_LENGTH`, `${name}_MAX`])),
    ...under("DISK", ["SIZE_IOPS_SEC", "OPENNEBULA_MANAGED"]),
    ...(old ? under("DISK", ["VCENTER_DS_REF", "VCENTER_INSTANCE_ID"]) : []),
    ...under("DISK", ["ORIGINAL_SIZE", "SIZE_PREV"]),
    ...["DEPLOY_ID", "CPU_COST", "MEMORY_COST", "DISK_COST", "PCI", "EMULATOR", "RAW/DATA", "USER_PRIORITY"],
    ...under("USER_INPUTS", ["CPU", "MEMORY", "VCPU"]),
    ...(old ? ["VCENTER_VM_FOLDER", "VCENTER_ESX_HOST"] : []),
    ...under("TOPOLOGY", ["PIN_POLICY", "HUGEPAGE_SIZE"]),
  ];
}

function netList(release: Release): string[] {
  const old = release === "6.10";
  return [
    ...["VN_MAD", "PHYDEV", ...(old ? ["VLAN_ID", "CVLANS"] : []), "QINQ_TYPE", "BRIDGE", "CONF", "BRIDGE_CONF"],
    ...["OVS_BRIDGE_CONF", "IP_LINK_CONF", ...FILTERS],
    ...under("AR", ["VN_MAD", "PHYDEV", ...(old ? ["VLAN_ID"] : []), "BRIDGE", ...FILTERS]),
    ...["CLUSTER_IDS", "EXTERNAL"],
  ];
}

const LISTS = {
  VM: { "6.10": vmList("6.10"), "7.4": vmList("7.4") },
  IMAGE: { "6.10": ["SOURCE", "VCENTER_IMPORTED"], "7.4": ["SOURCE"] },
  NET: { "6.10": netList("6.10"), "7.4": netList("7.4") },
} as const;

/** In the order that oned looks: by name. */
const SORTED = Object.fromEntries(
  Object.entries(LISTS).map(([kind, lists]) => [
    kind,
    { "6.10": [...lists["6.10"]].sort(), "7.4": [...lists["7.4"]].sort() },
  ]),
) as Record<keyof typeof LISTS, Record<Release, string[]>>;

/** The paths of a release's list, as `one.system.config` shows them. */
export function restrictedList(release: Release, kind: keyof typeof LISTS): readonly string[] {
  return LISTS[kind][release];
}

/** The name of the first restricted attribute of a template, undefined when it holds none. */
export function restrictedAttribute(
  release: Release,
  kind: keyof typeof LISTS,
  template: Attributes,
): string | undefined {
  for (const path of SORTED[kind][release]) {
    const [name = "", member] = path.split("/");
    const found =
      member === undefined ? template.has(name) : template.vectors(name).some((vector) => vector.has(member));
    if (found) return member ?? name;
  }
  return undefined;
}

/** Names with the restricted members of their vectors; a name without is restricted itself. */
function byName(paths: readonly string[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const path of paths) {
    const [name = "", member] = path.split("/");
    names.set(name, [...(names.get(name) ?? []), ...(member === undefined ? [] : [member])]);
  }
  return names;
}

/** The restricted members of vectors, in no order. */
function restrictedValues(vectors: readonly ReadonlyMap<string, string>[], members: readonly string[]): string {
  const found = vectors.flatMap((vector) =>
    members.flatMap((member) => (vector.has(member) ? [`${member}=${vector.get(member)}`] : [])),
  );
  return JSON.stringify(found.sort());
}

/**
 * The name of the first attribute by which a template would change what is restricted in another, undefined when it
 * changes nothing. Vectors are compared all together: they may be others as long as the restricted members are the
 * same. A restricted single value that the template leaves out is put into it.
 * @param append Attributes that the template does not name stay.
 */
export function changedRestricted(
  release: Release,
  template: Attributes,
  base: Attributes,
  append: boolean,
): string | undefined {
  for (const [name, members] of byName(SORTED.VM[release])) {
    if (members.length === 0) {
      const [wanted, old] = [template.single(name), base.single(name)];
      if (wanted !== undefined && wanted !== (old ?? "")) return name;
      if (wanted === undefined && old !== undefined) template.add(name, old);
      continue;
    }
    const [wanted, old] = [template.vectors(name), base.vectors(name)];
    const named = wanted.length > 0 || (!append && old.length > 0);
    if (named && restrictedValues(wanted, members) !== restrictedValues(old, members)) return name;
  }
  return undefined;
}
