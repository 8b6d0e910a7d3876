/** `one.zone.info`, `one.zonepool.info`, `one.zone.raftstatus`: the servers of a zone, and what each is. */
import { Failure } from "../failure.ts";
import { cdata, plain } from "../markup.ts";
import { authorize, type Caller } from "../users/permissions.ts";
import type { World } from "../world.ts";

export interface ZoneServer {
  readonly id: number;
  readonly name: string;
  readonly endpoint: string;
}

/** `<ZONE>` of the only zone; a single oned has no servers in it. 7.4 can speak gRPC as well. */
function zone({ release }: World, servers: readonly ZoneServer[]): string {
  const grpc = (address: string): string => (release === "7.4" ? cdata("ENDPOINT_GRPC", address) : "");
  const listed = servers.map(
    ({ id, name, endpoint }) =>
      `<SERVER>${cdata("ENDPOINT", endpoint)}${grpc("")}${cdata("ID", id)}${cdata("NAME", name)}</SERVER>`,
  );
  const own = servers[0]?.endpoint.replace("127.0.0.1", "localhost") ?? "http://localhost:2633/RPC2";
  const endpoint = cdata("ENDPOINT", own) + grpc("localhost:2634");
  const head = plain("ID", 0) + plain("NAME", "OpenNebula") + plain("STATE", 0);
  return `<ZONE>${head}<TEMPLATE>${endpoint}</TEMPLATE><SERVER_POOL>${listed.join("")}</SERVER_POOL></ZONE>`;
}

/** `one.zone.info`. @throws Failure NO_EXISTS */
export function zoneInfo(world: World, id: number, servers: readonly ZoneServer[] = []): string {
  if (id !== 0) throw new Failure("NO_EXISTS", `Error getting zone [${id}].`, id);
  return zone(world, servers);
}

/** `one.zonepool.info`. */
export function zonePool(world: World, servers: readonly ZoneServer[] = []): string {
  return `<ZONE_POOL>${zone(world, servers)}</ZONE_POOL>`;
}

/** RAFT/STATE. */
export const RAFT_STATE = { solo: 0, candidate: 1, follower: 2, leader: 3 } as const;

export interface RaftStatus {
  /** -1 of a single oned. */
  readonly server: number;
  readonly state: keyof typeof RAFT_STATE;
  readonly term: number;
  /** The last record of the log; -1 of a single oned. */
  readonly index: number;
}

/** `one.zone.raftstatus`. @throws Failure AUTHORIZATION for all but administrators */
export function raftStatus(world: World, caller: Caller, { server, state, term, index }: RaftStatus): string {
  authorize(world, caller, { right: "ADMIN", kind: "ZONE", object: { id: 0 } });
  const log = plain("COMMIT", Math.max(index, 0)) + plain("LOG_INDEX", index);
  return `<RAFT>${plain("SERVER_ID", server)}${plain("STATE", RAFT_STATE[state])}${plain("TERM", term)}${plain("VOTEDFOR", -1)}${log}${plain("LOG_TERM", index < 0 ? -1 : term)}${plain("FEDLOG_INDEX", -1)}</RAFT>`;
}
