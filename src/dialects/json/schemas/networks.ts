/** Networks. */
import { type Static, Type } from "@sinclair/typebox";
import { Description, id, listOf, nullable, ObjectName, object, Reference, text, words } from "./parts.ts";

export const Network = object(
  "Network",
  {
    id: id("the network"),
    name: Type.String(),
    description: nullable(Type.String()),
    state: words(["making", "ready", "failed", "deleting"]),
    error: nullable(text("The reason of the failure, in OpenNebula's words.")),
    ranges: Type.Array(
      object(
        "AddressRange",
        { id: id("the range"), first: nullable(text("First address.")), size: Type.Integer({ minimum: 0 }) },
        "A range of addresses.",
      ),
    ),
    addresses: object(
      "AddressCount",
      { total: Type.Integer(), used: Type.Integer(), free: Type.Integer() },
      "Number of addresses.",
    ),
    leases: nullable(
      Type.Array(
        object(
          "NetworkLease",
          {
            addresses: Type.Array(Type.String(), { description: "IPv4 first." }),
            mac: nullable(Type.String()),
            machine: Reference,
          },
          "Addresses in the network that a machine has.",
        ),
        { description: "Addresses of the user's own machines; null in lists." },
      ),
    ),
    public: Type.Boolean({ description: "Whether the group or everybody can use it." }),
    parent: nullable(id("the network in which the addresses are reserved")),
    owner: Reference,
    oned: object("OnedNetworkState", { state: Type.String() }, "OpenNebula's name of the state."),
  },
  "A network.",
);

export const Networks = listOf(Network, "Networks");

export const NewNetwork = object(
  "NewNetwork",
  {
    name: ObjectName,
    description: Type.Optional(Description),
    address: Type.Optional(
      Type.String({ maxLength: 64, description: "Network or first address: `10.1.0.0/24`, `10.1.0.9`." }),
    ),
    size: Type.Optional(Type.Integer({ minimum: 1, description: "Number of addresses." })),
    public: Type.Optional(Type.Boolean()),
  },
  "A network or, if the administrator has set NETWORK_FROM, a reservation from that network.",
);

export const NetworkPatch = object(
  "NetworkPatch",
  {
    name: Type.Optional(ObjectName),
    description: Type.Optional(nullable(Description)),
    public: Type.Optional(Type.Boolean()),
  },
  "Changes of a network (JSON Merge Patch, RFC 7396).",
);

export type NewNetworkDocument = Static<typeof NewNetwork>;

export type NetworkPatchDocument = Static<typeof NetworkPatch>;
