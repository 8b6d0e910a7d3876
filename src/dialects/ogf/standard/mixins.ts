/**
 * The mixins of GFD.224 (sections 3.2.1, 3.4.1, 3.5, 3.6). None has a `depends`: 1.1's test demands an ipnetwork without
 * `rel`. That templates apply to compute is common use; the document leaves it open.
 */
import type { Mixin } from "../model.ts";
import { mixin, mutable } from "./define.ts";
import {
  COMPUTE,
  IP_NETWORK,
  IP_NETWORK_INTERFACE,
  NETWORK,
  NETWORK_INTERFACE,
  OS_TPL,
  RESOURCE_TPL,
  SSH_KEY,
  USER_DATA,
} from "./ids.ts";

const allocation = (prefix: string) =>
  mutable(`${prefix}.allocation`, "string", "How addresses are given", { values: ["dynamic", "static"] });

export const STANDARD_MIXINS: readonly Mixin[] = [
  mixin(IP_NETWORK, "IP network", {
    applies: [NETWORK],
    location: "/mixin/ipnetwork/",
    attributes: [
      mutable("occi.network.address", "string", "Address range in CIDR notation"),
      mutable("occi.network.gateway", "string", "Address of the gateway"),
      allocation("occi.network"),
    ],
  }),
  mixin(IP_NETWORK_INTERFACE, "IP network interface", {
    applies: [NETWORK_INTERFACE],
    location: "/mixin/ipnetworkinterface/",
    attributes: [
      mutable("occi.networkinterface.address", "string", "IP address"),
      mutable("occi.networkinterface.gateway", "string", "Address of the gateway"),
      allocation("occi.networkinterface"),
    ],
  }),
  mixin(OS_TPL, "Operating system template", { applies: [COMPUTE], location: "/mixin/os_tpl/", attributes: [] }),
  mixin(RESOURCE_TPL, "Resource template", { applies: [COMPUTE], location: "/mixin/resource_tpl/", attributes: [] }),
  mixin(SSH_KEY, "SSH key", {
    applies: [COMPUTE],
    location: "/mixin/ssh_key/",
    attributes: [
      mutable("occi.credentials.ssh.publickey", "string", "Content of a public key file", { required: true }),
    ],
  }),
  mixin(USER_DATA, "User data", {
    applies: [COMPUTE],
    location: "/mixin/user_data/",
    attributes: [
      mutable("occi.compute.userdata", "string", "User data that the machine gets at its start", { required: true }),
    ],
  }),
];
