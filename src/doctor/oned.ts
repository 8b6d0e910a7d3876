/** Whether oned is there, lets a user in, and has what the configuration names. */
import type { Config } from "../config/config.ts";
import { messageOf, OcciError } from "../errors.ts";
import type { OnedClient, Session } from "../opennebula/client.ts";
import * as clusters from "../opennebula/cluster.ts";
import * as images from "../opennebula/image.ts";
import { look } from "../opennebula/probe.ts";
import * as system from "../opennebula/system.ts";
import * as users from "../opennebula/user.ts";
import * as templates from "../opennebula/vm-template.ts";
import * as vnet from "../opennebula/vnet.ts";
import { type Finding, findings } from "./finding.ts";
import { screenFindings } from "./screen.ts";
import { type RenderedTemplate, templateObjects } from "./template-objects.ts";
import { type Needed, usableFindings } from "./usable.ts";

/** Versions that the server is made for. */
const KNOWN = /^[567]\./;
/** Clocks that differ by more make login tokens end early or late, seconds. */
const MOST_SKEW = 5;

/** Each of the addresses, and the clock of its server. */
export async function reachFindings(
  { onedUrls, oneTimeout }: Config,
  ca: readonly string[] | undefined,
): Promise<Finding[]> {
  const reach = findings("oned");
  const clock = findings("clock");
  const found: Finding[] = [];
  for (const url of onedUrls) {
    const { reason, date } = await look(url, { ca, timeout: oneTimeout });
    const advice = onedUrls.length > 1 ? "the server uses the next address" : "start oned, or correct ONE_XMLRPC";
    if (reason !== undefined) {
      found.push(reach[onedUrls.length > 1 ? "warning" : "error"](`${url}: ${reason}`, advice));
      continue;
    }
    found.push(reach.ok(`${url} answers`));
    // The header has whole seconds.
    const skew = date === undefined ? undefined : Math.round((Date.now() - date.getTime()) / 1000);
    if (skew === undefined) found.push(clock.unknown("oned does not report its time"));
    else if (Math.abs(skew) > MOST_SKEW) {
      const words = `${Math.abs(skew)} s ${skew > 0 ? "behind" : "ahead of"} this machine`;
      found.push(clock.warning(`oned is ${words}`, "synchronize both with the same time server"));
    } else found.push(clock.ok("oned and this machine have the same time"));
  }
  if (onedUrls.length > 1 && !found.some(({ check, status }) => check === "oned" && status === "ok")) {
    found.push(reach.error("none of the addresses answers", "start oned, or correct ONE_XMLRPC"));
  }
  return found;
}

/** The checks that need a user's credentials. */
export async function userFindings(
  config: Config,
  oned: OnedClient,
  session: Session,
  templates: readonly RenderedTemplate[] = [],
): Promise<Finding[]> {
  const login = findings("login");
  const user = session.slice(0, session.indexOf(":"));
  try {
    // Each of several servers answers that by itself, even when there is no leader.
    await users.info(oned, session, users.SELF);
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    const refused = error.code === "BAD_CREDENTIALS";
    const advice = refused ? "correct the file that --auth or ONE_AUTH names" : undefined;
    return [login.error(`${user} cannot log in: ${messageOf(error)}`, advice)];
  }
  return [
    login.ok(`${user} can log in`),
    ...(await findingsOrUnknown("version", async () => versionFindings(config, await system.version(oned, session)))),
    ...(await findingsOrUnknown("connections", () => connectionFindings(config, oned, session))),
    ...(await findingsOrUnknown("datastore", () => datastoreFindings(config, oned, session))),
    ...(await findingsOrUnknown("network", () => networkFindings(config, oned, session))),
    ...(await findingsOrUnknown("cluster", () => clusterFindings(config, oned, session))),
    ...(await findingsOrUnknown("os_tpl", () => defaultFindings(config, oned, session))),
    ...(await findingsOrUnknown("screen", () => screenFindings(config, oned, session))),
    ...(await findingsOrUnknown("template", () => sharedFindings(config, oned, session, templates))),
  ];
}

function versionFindings({ networkFrom }: Config, version: string): Finding[] {
  const found = findings("version");
  const known = KNOWN.test(version)
    ? found.ok(`OpenNebula ${version}`)
    : found.warning(`OpenNebula ${version} is not a version that this server supports`, "use 5.x to 7.x");
  if (networkFrom !== undefined || Number.parseInt(version, 10) < 7) return [known];
  const text = `OpenNebula ${version} lets only administrators create networks`;
  const advice = "set NETWORK_FROM to the network from which users reserve addresses: onevnet list";
  return [known, findings("network").warning(text, advice)];
}

/** Trouble on the way is a finding as well. */
export async function findingsOrUnknown(check: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    return [findings(check).unknown(`it cannot be determined: ${messageOf(error)}`)];
  }
}

async function connectionFindings(config: Config, oned: OnedClient, session: Session): Promise<Finding[]> {
  const found = findings("connections");
  const most = await system.maxConnections(oned, session);
  const { oneConnections: ours } = config;
  if (most === undefined)
    return [found.unknown("oned does not show MAX_CONN to this user", "run the command as oneadmin: --auth")];
  if (ours >= most) {
    const text = `ONE_CONNECTIONS is ${ours}, but oned serves ${most} connections in all (MAX_CONN)`;
    return [found.error(text, `set ONE_CONNECTIONS below ${most}, or MAX_CONN of oned.conf higher`)];
  }
  return [found.ok(`${ours} of the ${most} connections that oned serves`)];
}

async function datastoreFindings(config: Config, oned: OnedClient, session: Session): Promise<Finding[]> {
  const images = await oneDatastore("DATASTORE_ID", config.datastoreId, "IMAGE", oned, session);
  const files = await oneDatastore("FILES_DATASTORE_ID", config.filesDatastoreId, "FILE", oned, session);
  const stores = [images.datastore, files.datastore].filter((datastore) => datastore !== undefined);
  return [images.finding, files.finding, ...stores.map((datastore) => safeFinding(config.imageDir, datastore))];
}

async function oneDatastore(
  option: string,
  id: number,
  type: string,
  oned: OnedClient,
  session: Session,
): Promise<{ finding: Finding; datastore?: system.Datastore }> {
  const found = findings("datastore");
  try {
    const datastore = await system.datastore(oned, session, id);
    const named = `${option}=${id} is ${datastore.name}`;
    if (datastore.type === type) return { finding: found.ok(named), datastore };
    const advice = `set ${option} to a datastore of type ${type}`;
    return { finding: found.error(`${named}, of type ${datastore.type ?? "unknown"}`, advice) };
  } catch (error) {
    return { finding: unseen("datastore", option, id, error, "onedatastore list") };
  }
}

/** The finding for an error about an object that an option names. @param list the command that lists such objects. */
function unseen(check: string, option: string, id: number | string, error: unknown, list: string): Finding {
  if (!(error instanceof OcciError)) throw error;
  const found = findings(check);
  if (error.code === "FORBIDDEN") return found.unknown(`${option}=${id} is not visible to this user`);
  const advice = error.code === "NOT_FOUND" ? `set ${option} to one that \`${list}\` shows` : undefined;
  return found.error(`${option}=${id}: ${error.message}`, advice);
}

/** As OpenNebula's drivers decide it. */
function safeFinding(imageDir: string, { name, safeDirs, restrictedDirs }: system.Datastore): Finding {
  const found = findings("safe dirs");
  const inside = (directory: string): boolean => {
    const bare = directory.replace(/\/+$/, "");
    return imageDir === bare || imageDir.startsWith(`${bare}/`);
  };
  if (safeDirs.some(inside)) return found.ok(`IMAGE_DIR ${imageDir} is in SAFE_DIRS of ${name}`);
  if (!restrictedDirs.some(inside)) return found.ok(`IMAGE_DIR ${imageDir} is not restricted by ${name}`);
  return found.error(
    `IMAGE_DIR ${imageDir} is not in SAFE_DIRS of ${name} (${safeDirs.join(" ") || "none"}): uploads will fail`,
    `add it to SAFE_DIRS by \`onedatastore update\`, or set IMAGE_DIR to a directory inside them`,
  );
}

async function networkFindings(config: Config, oned: OnedClient, session: Session): Promise<Finding[]> {
  const found = findings("network");
  const id = config.networkFrom;
  if (id === undefined) return [];
  try {
    const { name } = await vnet.info(oned, session, id);
    return [found.ok(`NETWORK_FROM=${id} is ${name}`)];
  } catch (error) {
    return [unseen("network", "NETWORK_FROM", id, error, "onevnet list")];
  }
}

async function clusterFindings({ clusterId }: Config, oned: OnedClient, session: Session): Promise<Finding[]> {
  if (clusterId < 0) return [];
  try {
    const { name } = await clusters.info(oned, session, clusterId);
    return [findings("cluster").ok(`CLUSTER_ID=${clusterId} is ${name}`)];
  } catch (error) {
    return [unseen("cluster", "CLUSTER_ID", clusterId, error, "onecluster list")];
  }
}

/** The objects that the templates name, and whether users can use those and the ones that the configuration names. */
async function sharedFindings(
  config: Config,
  oned: OnedClient,
  session: Session,
  templates: readonly RenderedTemplate[],
): Promise<Finding[]> {
  const { datastoreId, filesDatastoreId, networkFrom, defaultOsTpl } = config;
  const named = await templateObjects(oned, session, templates);
  const [, kind, digits] = osTplParts(defaultOsTpl);
  const needed: Needed[] = [
    { label: `DATASTORE_ID=${datastoreId}`, kind: "datastore", id: datastoreId },
    { label: `FILES_DATASTORE_ID=${filesDatastoreId}`, kind: "datastore", id: filesDatastoreId },
    ...(networkFrom === undefined
      ? []
      : [{ label: `NETWORK_FROM=${networkFrom}`, kind: "vn", id: networkFrom } as const]),
    ...(kind === undefined
      ? []
      : [{ label: `DEFAULT_OS_TPL=${defaultOsTpl}`, kind: kind as "template" | "image", id: Number(digits) }]),
    ...named.needed,
  ];
  return [
    ...named.found,
    ...(await findingsOrUnknown("rights", async () => [...(await usableFindings(oned, session, needed))])),
  ];
}

function osTplParts(defaultOsTpl: string | undefined): readonly (string | undefined)[] {
  return /^(template|image)_(\d+)$/.exec(defaultOsTpl ?? "") ?? [];
}

/** The source of a machine of OCCI 1.2 whose request does not name one. */
async function defaultFindings({ defaultOsTpl }: Config, oned: OnedClient, session: Session): Promise<Finding[]> {
  const [, kind, digits] = osTplParts(defaultOsTpl);
  if (kind === undefined) return [];
  const isTemplate = kind === "template";
  try {
    const { name } = await (isTemplate ? templates : images).info(oned, session, Number(digits));
    return [findings("os_tpl").ok(`DEFAULT_OS_TPL=${defaultOsTpl} is ${name}`)];
  } catch (error) {
    const list = isTemplate ? "onetemplate list" : "oneimage list";
    return [unseen("os_tpl", "DEFAULT_OS_TPL", defaultOsTpl ?? "", error, list)];
  }
}
