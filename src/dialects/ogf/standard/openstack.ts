/** The pair of mixins for key and user data that everybody used before 1.2; rOCCI's client still does. */
import type { Mixin } from "../model.ts";
import { mixin, mutable } from "./define.ts";
import { COMPUTE, OPENSTACK_KEY, OPENSTACK_USER_DATA } from "./ids.ts";

export const OPENSTACK: readonly Mixin[] = [
  mixin(OPENSTACK_KEY, "SSH key (OpenStack)", {
    applies: [COMPUTE],
    location: "/mixin/openstack/public_key/",
    attributes: [
      mutable("org.openstack.credentials.publickey.name", "string", "Name of the key"),
      mutable("org.openstack.credentials.publickey.data", "string", "Content of a public key file", { required: true }),
    ],
  }),
  mixin(OPENSTACK_USER_DATA, "User data (OpenStack)", {
    applies: [COMPUTE],
    location: "/mixin/openstack/user_data/",
    attributes: [
      mutable("org.openstack.compute.user_data", "string", "User data that the machine gets at its start, in Base64", {
        required: true,
      }),
    ],
  }),
];

/** Names that ooi advertised or read by mistake, so that its clients send them, with what is meant. */
export const SLIPS: ReadonlyMap<string, string> = new Map([
  ["occi.crendentials.ssh.publickey", "occi.credentials.ssh.publickey"],
  ["occi.credentials.ssh_key", "occi.credentials.ssh.publickey"],
  ["occi.compute.user_data", "occi.compute.userdata"],
]);
