/**
 * The manual's tables of OCCI 1.2: states, actions, attributes, and what OpenNebula keeps for administrators. States
 * and actions are asked of the code itself; the words for attributes stand here, and a test holds them to the types
 * there are.
 */

import { COMPUTE_ACTION_ROWS, SAVE_FROM } from "../../src/cloud/ogf/compute/actions.ts";
import { computeShown } from "../../src/cloud/ogf/compute/states.ts";
import { networkShown } from "../../src/cloud/ogf/network/states.ts";
import type { Shown } from "../../src/cloud/ogf/shown-state.ts";
import { storageActions } from "../../src/cloud/ogf/storage/entity.ts";
import { storageShown } from "../../src/cloud/ogf/storage/states.ts";
import { ACTIONS, type TypeId, termOf } from "../../src/dialects/ogf/index.ts";
import type { ImageDetails } from "../../src/opennebula/image-details.ts";
import { IMAGE_STATES, LCM_STATES, VM_STATES, VNET_STATES } from "../../src/opennebula/states.ts";
import { markdownTable, withSection } from "./markdown.ts";

type Cells = readonly string[];

export interface Table {
  /** The name of the markers in the page. */
  readonly name: string;
  readonly head: Cells;
  readonly rows: readonly Cells[];
}

const code = (text: string): string => `\`${text}\``;
const codes = (texts: readonly string[]): string => texts.map(code).join(", ");

// ---- states --------------------------------------------------------------------------------------------------------

/** Stands for what OpenNebula says, and is told from what is always said. */
const REASON = "reason of a failure";

function said(message: string | undefined, doing: string): string {
  return (message ?? "")
    .replace(doing, "the LCM_STATE in words")
    .replace(REASON, "OpenNebula's reason")
    .replace(/^the LCM_STATE in words: /, "the LCM_STATE in words, ");
}

/** One row for all words with the same state and message. */
function grouped(what: string, shown: readonly (readonly [string, Shown<string>, string])[]): readonly Cells[] {
  const groups = new Map<string, { words: string[]; state: string; message: string }>();
  for (const [word, { state, message }, doing] of shown) {
    const text = said(message, doing);
    const group = groups.get(`${state} ${text}`) ?? { words: [], state, message: text };
    group.words.push(word);
    groups.set(`${state} ${text}`, group);
  }
  return [...groups.values()].map(({ words, state, message }) => [what, codes(words), state, message]);
}

function states(): readonly Cells[] {
  const machine = (state: (typeof VM_STATES)[number], lcmState: string) =>
    computeShown({ state, lcmState, error: REASON });
  const inWords = (lcmState: string) => lcmState.toLowerCase().replaceAll("_", " ");
  const still = VM_STATES.filter((state) => state !== "ACTIVE" && state !== "DONE");
  const lcm = LCM_STATES.filter((word) => word !== "-");
  return [
    ...grouped(
      "machine",
      still.map((state) => [state, machine(state, ""), "\n"] as const),
    ),
    ...grouped(
      "machine, `ACTIVE`",
      lcm.map((word) => [word, machine("ACTIVE", word), inWords(word)] as const),
    ),
    ...grouped(
      "image",
      IMAGE_STATES.map((state) => [state, storageShown(state, REASON), "\n"] as const),
    ),
    ...grouped(
      "network",
      VNET_STATES.map((state) => [state, networkShown(state, REASON), "\n"] as const),
    ),
  ];
}

// ---- actions -------------------------------------------------------------------------------------------------------

/** Methods that do the same from the same states share a row. */
function computeActions(): readonly Cells[] {
  const rows = new Map<string, { action: TypeId; methods: string[]; from: readonly string[]; oned: string }>();
  for (const { action, method, from, oned } of COMPUTE_ACTION_ROWS) {
    const key = [action, oned, ...from].join(" ");
    const row = rows.get(key) ?? { action, methods: [], from, oned };
    row.methods.push(method === "" ? "none" : code(method));
    rows.set(key, row);
  }
  return [...rows.values()].map(({ action, methods, from, oned }) => [
    "compute",
    code(termOf(action)),
    methods.join(", "),
    codes(from),
    `\`one.vm.action\` ${code(oned)}`,
  ]);
}

/** The states of an image in which an action is possible. */
function imageStates(action: TypeId, persistentDisk: boolean): string {
  const image = { persistent: persistentDisk, vmIds: persistentDisk ? [0] : [] };
  const states = IMAGE_STATES.filter((state) => !persistentDisk || state.endsWith("USED_PERS"));
  return codes(
    states.filter((state) => storageActions({ ...image, state } as unknown as ImageDetails).includes(action)),
  );
}

function actions(): readonly Cells[] {
  const { SAVE, UP, DOWN, ONLINE, OFFLINE, BACKUP, SNAPSHOT, RESIZE } = ACTIONS;
  const ofOne = (action: TypeId) => `${imageStates(action, true)}, of one machine`;
  return [
    ...computeActions(),
    [
      "compute",
      code(termOf(SAVE)),
      "none, `hot`",
      codes(SAVE_FROM),
      "`one.vm.disksaveas` of each disk, then `one.template.allocate`; answers the new os_tpl",
    ],
    ["compute", code(termOf(SAVE)), "`deferred`", "-", "501: OpenNebula saves at once"],
    ["network", codes([UP, DOWN].map(termOf)), "", "-", "501: a network is up as long as it exists"],
    ["storage", code(termOf(ONLINE)), "", imageStates(ONLINE, false), "`one.image.enable` true"],
    ["storage", code(termOf(OFFLINE)), "", imageStates(OFFLINE, false), "`one.image.enable` false"],
    [
      "storage",
      code(termOf(BACKUP)),
      "",
      imageStates(BACKUP, false),
      "`one.image.clone`: a copy with its name, `backup` and a suffix",
    ],
    ["storage", code(termOf(SNAPSHOT)), "", ofOne(SNAPSHOT), "`one.vm.disksnapshotcreate` of that machine; else 409"],
    [
      "storage",
      code(termOf(RESIZE)),
      "",
      ofOne(RESIZE),
      "`one.vm.diskresize` of that machine, only to a larger size (else 400), if its disk is the image itself (LN_TARGET of the datastore is NONE; else 409)",
    ],
  ];
}

// ---- attributes ----------------------------------------------------------------------------------------------------

type Words = readonly [attributes: string, opennebula: string, creation: string, later: string];

const SHOWN = ["-", "-"] as const;
const AGAIN = "501: delete the link and make another";
const SIZE = ["if the resource_tpl leaves it open", "the same, or by another resource_tpl"] as const;

/** Attributes with a common beginning stand together: `PREFIX.{one,two}`. */
export const ATTRIBUTES: readonly Words[] = [
  ["occi.core.id", "the id; of links `compute_7_nic_0`, `compute_7_disk_1`, `compute_7_sg_100`", "ignored", "-"],
  ["occi.core.title", "NAME, and OCCI_TITLE for what a name cannot contain; links have no title", "yes", "yes"],
  ["occi.core.summary", "DESCRIPTION", "yes", "yes"],
  ["occi.core.{source,target}", "the machine; NETWORK_ID, IMAGE_ID, an id in SECURITY_GROUPS", "required", AGAIN],
  ["occi.core.{source.kind,target.kind}", "from the ends of the link", "ignored", "-"],
  ["occi.compute.architecture", "OS/ARCH: `x86_64` is x64, `i686` is x86", "ignored", "501"],
  ["occi.compute.cores", "VCPU; CPU too, if nothing else sets it", ...SIZE],
  ["occi.compute.memory", "MEMORY / 1024", ...SIZE],
  ["occi.compute.share", "CPU * 1024, as the KVM driver counts; 0 asks for none", ...SIZE],
  ["occi.compute.speed", "CPU / VCPU (of 1.1); 0 asks for none", ...SIZE],
  ["occi.compute.hostname", "CONTEXT/SET_HOSTNAME; a machine without CONTEXT has it as OCCI_HOSTNAME", "yes", "yes"],
  ["occi.compute.{state,state.message}", "STATE, LCM_STATE; ERROR", ...SHOWN],
  ["occi.credentials.ssh.publickey", "CONTEXT/SSH_PUBLIC_KEY, with the mixin ssh_key", "yes", "yes; a first one too"],
  [
    "occi.compute.userdata",
    "CONTEXT/USER_DATA in Base64, with the mixin user_data",
    "yes",
    "409: read once, at the first boot",
  ],
  [
    "org.openstack.credentials.publickey.{name,data}",
    "`data` as occi.credentials.ssh.publickey, `name` is not kept",
    "yes",
    "501",
  ],
  ["org.openstack.compute.user_data", "as occi.compute.userdata, in Base64", "yes", "501"],
  ["org.opennebula.compute.cpu", "CPU", ...SIZE],
  ["org.opennebula.compute.id", "VMID", ...SHOWN],
  ["org.opennebula.compute.{kernel,initrd,root,kernel_cmd,bootloader,boot}", "OS/KERNEL and so on", ...SHOWN],
  ["occi.network.vlan", "VLAN_ID", "administrators", "administrators"],
  ["occi.network.label", "kept as OCCI_LABEL", "yes", "yes"],
  ["occi.network.{state,state.message}", "STATE; ERROR", ...SHOWN],
  [
    "occi.network.address",
    "the first AR; shown as it was sent (OCCI_NETWORK_ADDRESS), else as NETWORK_ADDRESS and NETWORK_MASK, else as first-last",
    "yes",
    "501",
  ],
  ["occi.network.gateway", "GATEWAY, GATEWAY6", "yes", "yes"],
  ["occi.network.allocation", "-", "`dynamic`; `static` is 501", "501"],
  ["org.opennebula.network.{id,vlan,phydev,bridge}", "ID, whether VLAN_ID is set, PHYDEV, BRIDGE", ...SHOWN],
  ["org.opennebula.network.{ip_start,ip_end}", "first and last address of the first AR", ...SHOWN],
  ["occi.storage.size", "SIZE / 1024", "required", "only to a larger one, as the action `resize`"],
  ["occi.storage.{state,state.message}", "STATE; ERROR", ...SHOWN],
  ["org.opennebula.storage.id", "ID", ...SHOWN],
  ["org.opennebula.storage.type", "TYPE; KERNEL, RAMDISK, CONTEXT and BACKUP are FILE", "DATABLOCK", "yes"],
  ["org.opennebula.storage.persistent", "PERSISTENT", "yes; `YES` if left out", "yes"],
  ["org.opennebula.storage.{dev_prefix,driver}", "DEV_PREFIX, DRIVER", "yes", "yes"],
  ["org.opennebula.storage.bus", "BUS", ...SHOWN],
  ["org.opennebula.storage.fstype", "FORMAT, FS", "yes", "501"],
  ["occi.networkinterface.interface", "`eth` and NIC_ID", ...SHOWN],
  ["occi.networkinterface.mac", "NIC/MAC", "administrators", AGAIN],
  [
    "occi.networkinterface.{state,state.message}",
    "`active` while the machine is and the NIC is in it; a message while it is attached or detached",
    ...SHOWN,
  ],
  ["occi.networkinterface.address", "NIC/IP, IP6_GLOBAL, IP6, IP6_ULA", "yes", AGAIN],
  ["occi.networkinterface.gateway", "CONTEXT/ETHn_GATEWAY", "ignored", AGAIN],
  ["occi.networkinterface.allocation", "`dynamic`", "ignored", AGAIN],
  ["org.opennebula.networkinterface.bridge", "NIC/BRIDGE", "administrators", AGAIN],
  [
    "org.opennebula.networkinterface.{script,white_ports_tcp,black_ports_tcp,white_ports_udp,black_ports_udp,icmp,model}",
    "NIC/SCRIPT and so on",
    "yes",
    AGAIN,
  ],
  ["occi.storagelink.deviceid", "DISK/TARGET with `/dev/` before it", "yes", AGAIN],
  ["occi.storagelink.mountpoint", "not kept: only the guest system knows it", "ignored", AGAIN],
  [
    "occi.storagelink.{state,state.message}",
    "`active` while the machine is and the disk is in it; a message while it is attached or detached",
    ...SHOWN,
  ],
  ["org.opennebula.storagelink.{bus,driver}", "DISK/DEV_PREFIX, DRIVER", "yes", AGAIN],
  ["occi.ipreservation.address", "the address of the AR", "- (OpenNebula chooses)", "-"],
  ["occi.ipreservation.{used,state}", "USED_LEASES, STATE", ...SHOWN],
  ["occi.securitygroup.rules", "RULE", "yes", "yes: all of them at once"],
  ["occi.securitygroup.state", "`active`", ...SHOWN],
  ["occi.securitygrouplink.state", "`active` while the machine is", ...SHOWN],
];

/** The single names of `PREFIX.{one,two}`. */
export function namesOf(attributes: string): readonly string[] {
  const [, prefix = "", list = ""] = /^(.*)\{(.*)\}$/.exec(attributes) ?? [];
  return prefix === "" ? [attributes] : list.split(",").map((name) => prefix + name);
}

interface Restricted {
  readonly attribute: string;
  readonly oned: string;
  readonly kind: "VM" | "NET";
  readonly releases: readonly ("6.10" | "7.4")[];
  readonly note: string;
}

const restricted = (kind: Restricted["kind"], attribute: string, oned: string, note: string): Restricted => ({
  ...{ kind, attribute, oned, note },
  releases: ["6.10", "7.4"],
});
const ONLY_SHOWN = "only shown; another value is 400";

/** By the name that a request has for it, OpenNebula's, and where that is restricted in its shipped oned.conf. */
export const RESTRICTED: readonly Restricted[] = [
  restricted("VM", "occi.networkinterface.mac", "NIC/MAC", "403 in links of a new machine and in new links"),
  restricted("VM", "org.opennebula.networkinterface.bridge", "NIC/BRIDGE", "the same"),
  {
    attribute: "occi.network.vlan",
    oned: "VLAN_ID",
    kind: "NET",
    releases: ["6.10"],
    note: "403 in a new network and in an update; 7.4 does not list it, but checks the right to set it",
  },
  restricted("NET", "org.opennebula.network.bridge", "BRIDGE", ONLY_SHOWN),
  restricted("NET", "org.opennebula.network.phydev", "PHYDEV", ONLY_SHOWN),
];

// ---- the page ----------------------------------------------------------------------------------------------------

export const OCCI_TABLES: readonly Table[] = [
  { name: "occi-states", head: ["of a", "OpenNebula", "OCCI", "state.message"], rows: states() },
  { name: "occi-actions", head: ["of", "action", "method", "possible from", "OpenNebula"], rows: actions() },
  {
    name: "occi-attributes",
    head: ["attribute", "OpenNebula", "at creation", "later"],
    rows: ATTRIBUTES.map(([attributes, ...words]) => [code(attributes), ...words]),
  },
  {
    name: "occi-restricted",
    head: ["attribute", "OpenNebula", "restricted in", ""],
    rows: RESTRICTED.map(({ attribute, oned, releases, note }) => [code(attribute), oned, releases.join(", "), note]),
  },
];

/** The page with all tables; undefined when a place is missing. */
export function withOcciTables(page: string): string | undefined {
  return OCCI_TABLES.reduce<string | undefined>(
    (document, { name, head, rows }) =>
      document === undefined ? undefined : withSection(document, name, markdownTable(head, rows)),
    page,
  );
}
