/** What a user can make machines of, and what he has noted of himself: all pools in one call. */
import { all, readRecord } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";
import { type Cluster, clusterOf } from "./cluster.ts";
import { imageOf, type OnedImage } from "./image.ts";
import { VISIBLE, WHOLE } from "./read-around.ts";
import { idsAt } from "./record-parts.ts";
import { type Notes, notesOf, SELF } from "./user-notes.ts";
import { type VmTemplate, vmTemplateOf } from "./vm-template.ts";

export interface Offer {
  readonly notes: Notes;
  readonly templates: readonly VmTemplate[];
  readonly images: readonly OnedImage[];
  readonly clusters: readonly Cluster[];
}

/** Users mostly may not see clusters, but their networks tell in which they are: without a name then. */
export function withSeen(named: readonly Cluster[], ids: readonly number[]): readonly Cluster[] {
  const missing = [...new Set(ids)].filter((id) => !named.some((cluster) => cluster.id === id));
  return [...named, ...missing.sort((a, b) => a - b).map((id) => ({ id, name: `Cluster ${id}` }))];
}

/**
 * `one.user.info`, `one.templatepool.info`, `one.imagepool.info`, `one.clusterpool.info`, `one.vnpool.info` by
 * `system.multicall`.
 * @throws OcciError as of the first that fails; ONED_DAMAGED_ANSWER when an object keeps a pool from being sent.
 */
export async function offer(oned: OnedClient, session: Session): Promise<Offer> {
  const [user = "", templates = "", images = "", clusters = "", vnets = ""] = await oned.readMany(session, [
    ["one.user.info", SELF],
    ["one.templatepool.info", VISIBLE, ...WHOLE],
    ["one.imagepool.info", VISIBLE, ...WHOLE],
    ["one.clusterpool.info"],
    ["one.vnpool.info", VISIBLE, ...WHOLE],
  ]);
  return {
    notes: notesOf(readRecord(user, "USER")),
    templates: all(readRecord(templates, "VMTEMPLATE_POOL"), "VMTEMPLATE").map(vmTemplateOf),
    images: all(readRecord(images, "IMAGE_POOL"), "IMAGE").map(imageOf),
    clusters: withSeen(
      all(readRecord(clusters, "CLUSTER_POOL"), "CLUSTER").map(clusterOf),
      all(readRecord(vnets, "VNET_POOL"), "VNET").flatMap((vnet) => idsAt(vnet, "CLUSTERS")),
    ),
  };
}
