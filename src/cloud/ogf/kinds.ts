/** The kinds of entities there are, and how oned's pools hold them. */
import {
  type AnyEntity,
  COMPUTE,
  IP_RESERVATION,
  NETWORK,
  NETWORK_INTERFACE,
  SECURITY_GROUP,
  SECURITY_GROUP_LINK,
  STORAGE,
  STORAGE_LINK,
  type TypeId,
} from "../../dialects/ogf/index.ts";
import type { PoolAnswer } from "../../opennebula/client.ts";
import * as images from "../../opennebula/image.ts";
import { imageDetailsOf } from "../../opennebula/image-details.ts";
import type { IdRange, Whose } from "../../opennebula/read-around.ts";
import * as groups from "../../opennebula/security-group.ts";
import * as vms from "../../opennebula/vm.ts";
import { vmDetailsOf } from "../../opennebula/vm-details.ts";
import * as vnets from "../../opennebula/vnet.ts";
import { vnetDetailsOf } from "../../opennebula/vnet-details.ts";
import type { XmlRecord } from "../../xml/record.ts";
import type { Caller } from "./caller.ts";
import { computeEntity } from "./compute/entity.ts";
import { isReservation, networkEntity, reservationEntity } from "./network/entity.ts";
import { securityGroupEntity } from "./security-group/entity.ts";
import { storageEntity } from "./storage/entity.ts";
import type { ViewContext } from "./view-context.ts";

/** A pool of oned, and the entities that are made of one of its objects. */
export interface Pool {
  readonly name: "VM" | "VNET" | "IMAGE" | "SECURITY_GROUP";
  /** What users call its objects. */
  readonly word: string;
  readonly kinds: readonly TypeId[];
  ask(caller: Caller, range: IdRange, whose: Whose): Promise<PoolAnswer>;
  entities(view: ViewContext, record: XmlRecord): readonly AnyEntity[];
}

/** In the order of a listing of everything. */
export const POOLS: readonly Pool[] = [
  {
    name: "VM",
    word: "compute",
    kinds: [COMPUTE, NETWORK_INTERFACE, STORAGE_LINK, SECURITY_GROUP_LINK],
    ask: ({ deps, session }, range, whose) => vms.poolExtended(deps.oned, session, range, whose),
    entities(view, record) {
      const compute = computeEntity(view, vmDetailsOf(record));
      return [compute, ...compute.links];
    },
  },
  {
    name: "VNET",
    word: "network",
    kinds: [NETWORK, IP_RESERVATION],
    ask: ({ deps, session }, range, whose) => vnets.pool(deps.oned, session, range, whose),
    entities(view, record) {
      const vnet = vnetDetailsOf(record);
      return [isReservation(vnet) ? reservationEntity(view, vnet) : networkEntity(view, vnet)];
    },
  },
  {
    name: "IMAGE",
    word: "storage",
    kinds: [STORAGE],
    ask: ({ deps, session }, range, whose) => images.pool(deps.oned, session, range, whose),
    entities: (view, record) => [storageEntity(view, imageDetailsOf(record))],
  },
  {
    name: "SECURITY_GROUP",
    word: "securitygroup",
    kinds: [SECURITY_GROUP],
    ask: ({ deps, session }, range, whose) => groups.pool(deps.oned, session, range, whose),
    entities: (view, record) => [securityGroupEntity(view, groups.securityGroupOf(record))],
  },
];

export const ALL_KINDS: readonly TypeId[] = POOLS.flatMap(({ kinds }) => kinds);
