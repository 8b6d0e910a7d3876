/** The objects that oned offers a user, read in spite of those that it cannot send. */
import { OcciError } from "../../../errors.ts";
import * as clusters from "../../../opennebula/cluster.ts";
import * as images from "../../../opennebula/image.ts";
import { gathered, type Offer, offer, offeredImage, offeredTemplate, withSeen } from "../../../opennebula/offer.ts";
import { members } from "../../../opennebula/pool.ts";
import type { IdRange, PoolReader, Reader, Skip } from "../../../opennebula/read-around.ts";
import { SELF, userNotes } from "../../../opennebula/user-notes.ts";
import * as vmTemplates from "../../../opennebula/vm-template.ts";
import * as vnets from "../../../opennebula/vnet.ts";
import { vnetDetailsOf } from "../../../opennebula/vnet-details.ts";
import type { XmlRecord } from "../../../xml/record.ts";
import type { Caller } from "../caller.ts";
import { type OnSkipped, skippedIn } from "../on-skipped.ts";

function read<T>(
  pools: PoolReader,
  kind: string,
  ask: (range: IdRange) => ReturnType<typeof images.pool>,
  elements: readonly [root: string, member: string],
  convert: (record: XmlRecord) => T,
  skip: Skip,
): Promise<T[]> {
  const reader: Reader<T> = (answer, onFault) => members(answer, ...elements, convert, { onFault });
  return gathered(pools.readAround(kind, ask, reader, skip));
}

/** Clusters that the user may use, and those that their networks are in. */
export async function readClusters({ deps, session }: Caller, skip: Skip): Promise<readonly clusters.Cluster[]> {
  const { oned } = deps;
  const [named, seen] = await Promise.all([
    read(
      deps.pools,
      "CLUSTER",
      () => clusters.pool(oned, session),
      ["CLUSTER_POOL", "CLUSTER"],
      clusters.clusterOf,
      skip,
    ),
    read(
      deps.pools,
      "VNET",
      (range) => vnets.pool(oned, session, range),
      ["VNET_POOL", "VNET"],
      (record) => vnetDetailsOf(record).clusterIds,
      () => {},
    ),
  ]);
  return withSeen(named, seen.flat());
}

/** The same as `offer`, pool by pool, around what oned cannot send. */
async function offerAround(caller: Caller, onSkipped: OnSkipped): Promise<Offer> {
  const { deps, session } = caller;
  const { oned, pools } = deps;
  const [notes, templates, imageList, zones] = await Promise.all([
    userNotes(oned, session, SELF),
    read(
      pools,
      "VMTEMPLATE",
      (range) => vmTemplates.pool(oned, session, range),
      ["VMTEMPLATE_POOL", "VMTEMPLATE"],
      offeredTemplate,
      skippedIn("template", onSkipped),
    ),
    read(
      pools,
      "IMAGE",
      (range) => images.pool(oned, session, range),
      ["IMAGE_POOL", "IMAGE"],
      offeredImage,
      skippedIn("storage", onSkipped),
    ),
    readClusters(caller, skippedIn("cluster", onSkipped)),
  ]);
  return { notes, templates, images: imageList, clusters: zones };
}

/**
 * The objects that the user is offered: in one call or, where oned cannot send all of them, pool by pool around the
 * faulty ones.
 */
export async function readOffer(caller: Caller, onSkipped: OnSkipped): Promise<Offer> {
  try {
    return await offer(caller.deps.oned, caller.session);
  } catch (error) {
    if (!(error instanceof OcciError) || !/^(ONED_DAMAGED_ANSWER|NOT_SUPPORTED)$/.test(error.code)) throw error;
    return offerAround(caller, onSkipped);
  }
}
