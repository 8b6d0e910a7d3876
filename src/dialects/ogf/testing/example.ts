/** Entities for tests: a machine with a network interface and a disk, and what surrounds them. */
import type { Link, Mixin, Resource, Value } from "../model.ts";
import { Registry } from "../registry.ts";
import {
  ACTIONS,
  COMPUTE,
  EXTENSIONS,
  IP_NETWORK_INTERFACE,
  NETWORK,
  NETWORK_INTERFACE,
  OPENSTACK,
  OS_TPL,
  RESOURCE_TPL,
  STANDARD,
  STORAGE,
  STORAGE_LINK,
} from "../standard/index.ts";

export const BASE = "https://cloud.example.org";

const TEMPLATE_SCHEME = "http://cloud.example.org/occi/infrastructure";

export const DEBIAN: Mixin = {
  class: "mixin",
  scheme: `${TEMPLATE_SCHEME}/os_tpl#`,
  term: "uuid_debian_12_4",
  title: "Debian 12; stable, amd64",
  depends: [OS_TPL],
  applies: [COMPUTE],
  location: "/mixin/os_tpl/uuid_debian_12_4/",
  attributes: [],
  actions: [],
};

export const SMALL: Mixin = {
  class: "mixin",
  scheme: `${TEMPLATE_SCHEME}/resource_tpl#`,
  term: "small",
  title: "Small",
  depends: [RESOURCE_TPL],
  applies: [],
  location: "/mixin/resource_tpl/small/",
  attributes: [
    { name: "occi.compute.cores", type: "integer", mutable: true, required: false, default: 1 },
    { name: "occi.compute.memory", type: "number", mutable: true, required: false, default: 0.5 },
  ],
  actions: [],
};

export const REGISTRY = new Registry([...STANDARD, ...OPENSTACK, ...EXTENSIONS, DEBIAN, SMALL]);

function attributes(values: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(values));
}

export const NIC: Link = {
  kind: NETWORK_INTERFACE,
  mixins: [IP_NETWORK_INTERFACE],
  id: "compute_41_nic_0",
  location: "/link/networkinterface/compute_41_nic_0",
  attributes: attributes({
    "occi.networkinterface.interface": "eth0",
    "occi.networkinterface.mac": "02:00:0a:00:00:07",
    "occi.networkinterface.state": "active",
    "occi.networkinterface.address": "10.0.0.7",
  }),
  actions: [],
  source: { location: "/compute/41", kind: COMPUTE },
  target: { location: "/network/3", kind: NETWORK },
};

export const DISK: Link = {
  kind: STORAGE_LINK,
  mixins: [],
  id: "compute_41_disk_1",
  location: "/link/storagelink/compute_41_disk_1",
  title: "data",
  attributes: attributes({ "occi.storagelink.deviceid": "/dev/vdb", "occi.storagelink.state": "active" }),
  actions: [],
  source: { location: "/compute/41", kind: COMPUTE },
  target: { location: "/storage/12", kind: STORAGE },
};

export const MACHINE: Resource = {
  kind: COMPUTE,
  mixins: ["http://cloud.example.org/occi/infrastructure/os_tpl#uuid_debian_12_4"],
  id: "41",
  location: "/compute/41",
  title: 'web "one", with \\ and ; é網',
  summary: "two\r\nlines",
  attributes: attributes({
    "occi.compute.architecture": "x64",
    "occi.compute.cores": 2,
    "occi.compute.memory": 1.5,
    "occi.compute.state": "inactive",
    "occi.compute.state.message": "waiting for a host",
  }),
  actions: [ACTIONS.START, ACTIONS.SAVE],
  links: [NIC, DISK],
};
