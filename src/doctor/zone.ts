/** Where oned has several servers: which of them leads, and whether ONE_XMLRPC names them all. */
import { OcciError } from "../errors.ts";
import type { OnedClient, Session } from "../opennebula/client.ts";
import { type RaftStatus, raftStatus, type Zone, type ZoneServer, zones } from "../opennebula/zone.ts";
import { type Finding, findings } from "./finding.ts";

/** The answer of one of the addresses about itself. */
type Status = { readonly url: string } & (RaftStatus | { readonly error: OcciError });

const found = findings("servers");

/**
 * @param urls of ONE_XMLRPC. @param connect makes a client of one address.
 * @returns nothing where oned is a single server.
 * @throws OcciError when the zones cannot be read.
 */
export async function zoneFindings(
  urls: readonly string[],
  oned: OnedClient,
  connect: (url: string) => OnedClient,
  session: Session,
): Promise<Finding[]> {
  const candidates = (await zones(oned, session)).filter(({ servers }) => servers.length > 1);
  const zone = candidates.find(({ servers }) => servers.some((server) => isNamed(server, urls))) ?? candidates[0];
  if (zone === undefined) return [];
  const all = await Promise.all(urls.map((url) => ask(url, connect(url), session)));
  const seen = all.filter((status) => !("error" in status)) as ({ url: string } & RaftStatus)[];
  return [
    ...all.map((status) => statusFinding(status, zone)),
    ...leaderFindings(all, seen),
    ...missingServers(zone, urls, seen),
  ];
}

async function ask(url: string, oned: OnedClient, session: Session): Promise<Status> {
  try {
    return { url, ...(await raftStatus(oned, session)) };
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    return { url, error };
  }
}

function statusFinding(status: Status, { servers }: Zone): Finding {
  const { url } = status;
  if ("error" in status) {
    if (status.error.code !== "FORBIDDEN") return found.unknown(`${url}: ${status.error.message}`);
    return found.unknown(`${url}: oned shows its role only to administrators`, "run the command as oneadmin: --auth");
  }
  const { server, state, term } = status;
  const name = servers.find(({ id }) => id === server)?.name ?? `server ${server}`;
  if (state === "leader") return found.ok(`${url}: ${name} is the leader, in term ${term}`);
  if (state === "follower") return found.ok(`${url}: ${name} is a follower, in term ${term}`);
  if (state === "solo") {
    return found.error(
      `${url} is a single server, not one of the zone`,
      "correct ONE_XMLRPC, or SERVER_ID in its oned.conf",
    );
  }
  const advice = "check that the others reach it, and search its oned.log for RCM";
  return found.warning(`${url}: ${name} is a candidate for leader, in term ${term}: it does not know a leader`, advice);
}

/** @param all of the addresses. @param reachable the answers with a role. */
function leaderFindings(all: readonly Status[], reachable: readonly ({ url: string } & RaftStatus)[]): Finding[] {
  if (reachable.length === 0) return [];
  const leaders = reachable.filter(({ state }) => state === "leader").sort((a, b) => a.term - b.term);
  const [old, latest] = leaders;
  if (old !== undefined && latest !== undefined) {
    const text = `${old.url} and ${latest.url} both claim to be the leader, in terms ${old.term} and ${latest.term}`;
    return [
      found.error(text, "the one with the lower term is cut off from the others: restart it, or repair the network"),
    ];
  }
  if (leaders.length === 1 || reachable.some(({ state }) => state === "follower" && reachable.length < all.length))
    return [];
  const advice = "more than half of the servers must run and reach each other; an election takes some seconds";
  return [found.error("none of the servers is the leader: OpenNebula answers reads but refuses changes", advice)];
}

function missingServers(zone: Zone, urls: readonly string[], reachable: readonly RaftStatus[]): Finding[] {
  const unseen = zone.servers.filter(({ id }) => !reachable.some(({ server }) => server === id));
  const open = unseen.filter((server) => !isNamed(server, urls));
  // Addresses without an answer might belong to servers that have another name in the zone.
  const silent = urls.length - reachable.length - (unseen.length - open.length);
  if (open.length <= silent) return [];
  const names = open.map(({ name, endpoint }) => `${name} (${endpoint})`).join(", ");
  const text = `ONE_XMLRPC does not name all ${zone.servers.length} servers of zone ${zone.id}: ${names}`;
  return [found.warning(text, "name all of them: if one stops, this server uses the next one")];
}

/** By host and port as they are written. */
function isNamed({ endpoint }: ZoneServer, urls: readonly string[]): boolean {
  return URL.canParse(endpoint) && urls.some((url) => new URL(url).host === new URL(endpoint).host);
}
