/** Clusters: `one.cluster.info` and `one.clusterpool.info`. There is one, and everything is in it. */
import { cdata, ids, plain } from "./markup.ts";
import { find } from "./objects.ts";
import { authorize, type Caller, isAdmin, isAllowed, type Request } from "./users/permissions.ts";
import type { World } from "./world.ts";

const DEFAULT = { id: 0, name: "default" } as const;
const CLUSTERS: ReadonlyMap<number, typeof DEFAULT> = new Map([[DEFAULT.id, DEFAULT]]);

function use(id: number): Request {
  return { right: "USE", kind: "CLUSTER", object: { id } };
}

function markup(world: World): string {
  const hosts = world.hosts.map(({ id }) => id);
  const lists = ids("HOSTS", hosts) + ids("DATASTORES", world.datastores.keys()) + ids("VNETS", world.vnets.keys());
  return `<CLUSTER>${plain("ID", DEFAULT.id)}${plain("NAME", DEFAULT.name)}${lists}<TEMPLATE>${cdata("RESERVED_CPU", "")}${cdata("RESERVED_MEM", "")}</TEMPLATE></CLUSTER>`;
}

/** `one.cluster.info`. */
export function info(world: World, caller: Caller, id: number): string {
  if (id < 0 && !isAdmin(caller)) authorize(world, caller, use(id));
  find(CLUSTERS, "CLUSTER", id);
  authorize(world, caller, use(id));
  return markup(world);
}

/** `one.clusterpool.info`: empty for users who must not use the cluster. */
export function pool(world: World, caller: Caller): string {
  return `<CLUSTER_POOL>${isAllowed(world, caller, use(DEFAULT.id)) ? markup(world) : ""}</CLUSTER_POOL>`;
}
