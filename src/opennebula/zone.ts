/** Zones and their servers: calls `one.zonepool.info` and `one.zone.raftstatus`. */
import { all, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { wholeNumber } from "./record-parts.ts";

export interface ZoneServer {
  readonly id: number;
  readonly name: string;
  /** Where the other servers reach it. */
  readonly endpoint: string;
}

export interface Zone {
  readonly id: number;
  readonly name: string;
  /** None where oned is a single server. */
  readonly servers: readonly ZoneServer[];
}

function zoneOf(record: XmlRecord): Zone {
  return {
    id: wholeNumber(record, "ID"),
    name: text(record, "NAME") ?? "",
    servers: all(record, "SERVER_POOL", "SERVER").map((server) => ({
      id: wholeNumber(server, "ID"),
      name: text(server, "NAME") ?? "",
      endpoint: text(server, "ENDPOINT") ?? "",
    })),
  };
}

/** `one.zonepool.info`: all zones of the federation, of which most have only one. */
export async function zones(oned: OnedClient, session: Session): Promise<readonly Zone[]> {
  return all(readRecord(await oned.read(session, "one.zonepool.info"), "ZONE_POOL"), "ZONE").map(zoneOf);
}

/** RAFT/STATE: of a single oned, and of one of several. Source: include/RaftManager.h of 6.10. */
const STATES = ["solo", "candidate", "follower", "leader"] as const;

export interface RaftStatus {
  /** The id of the server that answered, -1 of a single oned. */
  readonly server: number;
  readonly state: (typeof STATES)[number];
  /** Grows with each election. */
  readonly term: number;
}

/** `one.zone.raftstatus` of the server that answers. @throws OcciError FORBIDDEN for all but administrators. */
export async function raftStatus(oned: OnedClient, session: Session): Promise<RaftStatus> {
  const record = readRecord(await oned.read(session, "one.zone.raftstatus"), "RAFT");
  return {
    server: wholeNumber(record, "SERVER_ID"),
    state: STATES[wholeNumber(record, "STATE")] ?? "solo",
    term: wholeNumber(record, "TERM"),
  };
}
