/** The kinds of GFD.224 (sections 3.1 to 3.4), with occi.compute.speed and three storage actions of 1.1. */
import type { Kind } from "../model.ts";
import { immutable, kind, mutable, state } from "./define.ts";
import { ACTIONS, COMPUTE, LINK, NETWORK, NETWORK_INTERFACE, RESOURCE, STORAGE, STORAGE_LINK } from "./ids.ts";

const NETWORK_STATES = ["active", "inactive", "error"] as const;

export const INFRASTRUCTURE_KINDS: readonly Kind[] = [
  kind(COMPUTE, "Compute", {
    parent: RESOURCE,
    location: "/compute/",
    attributes: [
      mutable("occi.compute.architecture", "string", "CPU architecture", { values: ["x86", "x64"] }),
      mutable("occi.compute.cores", "integer", "Number of virtual CPU cores", { minimum: 1 }),
      mutable("occi.compute.hostname", "string", "Fully qualified name of the machine"),
      mutable("occi.compute.share", "integer", "Relative number of CPU shares", { minimum: 0 }),
      // This attribute is from 1.1; clients' tests look for it.
      mutable("occi.compute.speed", "number", "CPU clock in GHz", { minimum: 0 }),
      mutable("occi.compute.memory", "number", "Memory in GiB", { minimum: 0 }),
      ...state("occi.compute", ["active", "inactive", "suspended", "error"]),
    ],
    actions: [ACTIONS.START, ACTIONS.STOP, ACTIONS.RESTART, ACTIONS.SUSPEND, ACTIONS.SAVE],
  }),
  kind(NETWORK, "Network", {
    parent: RESOURCE,
    location: "/network/",
    attributes: [
      mutable("occi.network.vlan", "integer", "802.1q VLAN", { minimum: 0, maximum: 4095 }),
      mutable("occi.network.label", "string", "Tag of the network"),
      ...state("occi.network", NETWORK_STATES),
    ],
    actions: [ACTIONS.UP, ACTIONS.DOWN],
  }),
  kind(STORAGE, "Storage", {
    parent: RESOURCE,
    location: "/storage/",
    attributes: [
      mutable("occi.storage.size", "number", "Size in GiB", { required: true, minimum: 0 }),
      ...state("occi.storage", ["online", "offline", "error"]),
    ],
    actions: [ACTIONS.ONLINE, ACTIONS.OFFLINE, ACTIONS.BACKUP, ACTIONS.SNAPSHOT, ACTIONS.RESIZE],
  }),
  kind(NETWORK_INTERFACE, "Network interface", {
    parent: LINK,
    location: "/link/networkinterface/",
    attributes: [
      immutable("occi.networkinterface.interface", "string", "Name within the machine"),
      mutable("occi.networkinterface.mac", "string", "MAC address"),
      ...state("occi.networkinterface", NETWORK_STATES),
    ],
    actions: [],
  }),
  kind(STORAGE_LINK, "Storage link", {
    parent: LINK,
    location: "/link/storagelink/",
    attributes: [
      mutable("occi.storagelink.deviceid", "string", "Device within the machine"),
      mutable("occi.storagelink.mountpoint", "string", "Where the guest mounts it"),
      ...state("occi.storagelink", NETWORK_STATES),
    ],
    actions: [],
  }),
];
