/** Kinds and mixins that rOCCI 2.x added in the OGF's scheme; no document has them, but clients ask for them. */
import type { Kind, Mixin } from "../model.ts";
import { immutable, kind, mixin, mutable } from "./define.ts";
import {
  ACTIONS,
  AVAILABILITY_ZONE,
  COMPUTE,
  FLOATING_IP_POOL,
  IP_RESERVATION,
  LINK,
  NETWORK,
  RESOURCE,
  SECURITY_GROUP,
  SECURITY_GROUP_LINK,
  STORAGE,
} from "./ids.ts";

export const EXTENSIONS: readonly (Kind | Mixin)[] = [
  kind(IP_RESERVATION, "IP reservation", {
    parent: NETWORK,
    location: "/ipreservation/",
    attributes: [
      immutable("occi.ipreservation.address", "string", "The reserved address"),
      immutable("occi.ipreservation.used", "boolean", "Whether a machine has it"),
      immutable("occi.ipreservation.state", "string", "Current state"),
    ],
    actions: [ACTIONS.UP, ACTIONS.DOWN],
  }),
  kind(SECURITY_GROUP, "Security group", {
    parent: RESOURCE,
    location: "/securitygroup/",
    attributes: [
      mutable("occi.securitygroup.rules", "array", "Objects with type, protocol, range and port"),
      immutable("occi.securitygroup.state", "string", "Current state"),
    ],
    actions: [],
  }),
  kind(SECURITY_GROUP_LINK, "Security group link", {
    parent: LINK,
    location: "/link/securitygrouplink/",
    attributes: [immutable("occi.securitygrouplink.state", "string", "Current state")],
    actions: [],
  }),
  mixin(AVAILABILITY_ZONE, "Availability zone", {
    applies: [COMPUTE, NETWORK, STORAGE],
    location: "/mixin/availability_zone/",
    attributes: [],
  }),
  mixin(FLOATING_IP_POOL, "Floating IP pool", {
    applies: [IP_RESERVATION],
    location: "/mixin/floatingippool/",
    attributes: [],
  }),
];
