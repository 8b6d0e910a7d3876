/** The objects that a user can make machines of, and the user's own notes: all pools in one call. */
import { text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, PoolAnswer, Session } from "./client.ts";
import { type Cluster, clusterOf } from "./cluster.ts";
import { alone, members } from "./pool.ts";
import { VISIBLE, WHOLE } from "./read-around.ts";
import { idsAt, scalars, wholeNumber } from "./record-parts.ts";
import { IMAGE_STATES, IMAGE_TYPES, type ImageState, type ImageType } from "./states.ts";
import { type Notes, notesOf, SELF } from "./user-notes.ts";

/** The name of a VM template, and what it asks. */
export interface OfferedTemplate {
  readonly id: number;
  readonly name: string;
  /** The texts of TEMPLATE. */
  readonly notes: ReadonlyMap<string, string>;
  /** USER_INPUTS. */
  readonly inputs: ReadonlyMap<string, string>;
}

/** The name of an image, and its state: it tells whether a machine can be made of it. */
export interface OfferedImage {
  readonly id: number;
  readonly name: string;
  readonly type: ImageType;
  readonly state: ImageState;
}

export interface Offer {
  readonly notes: Notes;
  readonly templates: readonly OfferedTemplate[];
  readonly images: readonly OfferedImage[];
  readonly clusters: readonly Cluster[];
}

/** A `<VMTEMPLATE>` element. */
export function offeredTemplate(record: XmlRecord): OfferedTemplate {
  return {
    id: wholeNumber(record, "ID"),
    name: text(record, "NAME") ?? "",
    notes: scalars(record, "TEMPLATE"),
    inputs: scalars(record, "TEMPLATE", "USER_INPUTS"),
  };
}

/** An `<IMAGE>` element. */
export function offeredImage(record: XmlRecord): OfferedImage {
  return {
    id: wholeNumber(record, "ID"),
    name: text(record, "NAME") ?? "",
    type: IMAGE_TYPES[wholeNumber(record, "TYPE")] ?? "OS",
    state: IMAGE_STATES[wholeNumber(record, "STATE")] ?? "INIT",
  };
}

/** Most users must not see clusters, but their networks name the clusters that they are in; these get no name. */
export function withSeen(named: readonly Cluster[], ids: readonly number[]): readonly Cluster[] {
  const known = new Set(named.map(({ id }) => id));
  const missing = [...new Set(ids)].filter((id) => !known.has(id));
  return [...named, ...missing.sort((a, b) => a - b).map((id) => ({ id, name: `Cluster ${id}` }))];
}

/** All members of all batches. */
export async function gathered<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

/**
 * `one.user.info`, `one.templatepool.info`, `one.imagepool.info`, `one.clusterpool.info`, `one.vnpool.info` by
 * `system.multicall`.
 * @throws OcciError as of the first that fails; ONED_DAMAGED_ANSWER when an object keeps a pool from being sent.
 */
export async function offer(oned: OnedClient, session: Session): Promise<Offer> {
  const answers = await oned.readMany(session, [
    ["one.user.info", SELF],
    ["one.templatepool.info", VISIBLE, ...WHOLE],
    ["one.imagepool.info", VISIBLE, ...WHOLE],
    ["one.clusterpool.info"],
    ["one.vnpool.info", VISIBLE, ...WHOLE],
  ]);
  try {
    const [user, templates, images, clusters, vnets] = answers as [
      PoolAnswer,
      PoolAnswer,
      PoolAnswer,
      PoolAnswer,
      PoolAnswer,
    ];
    const notes = await alone(user, "USER", notesOf);
    const clusterIds = (record: XmlRecord) => idsAt(record, "CLUSTERS");
    return {
      notes,
      templates: await gathered(members(templates, "VMTEMPLATE_POOL", "VMTEMPLATE", offeredTemplate)),
      images: await gathered(members(images, "IMAGE_POOL", "IMAGE", offeredImage)),
      clusters: withSeen(
        await gathered(members(clusters, "CLUSTER_POOL", "CLUSTER", clusterOf)),
        (await gathered(members(vnets, "VNET_POOL", "VNET", clusterIds))).flat(),
      ),
    };
  } finally {
    for (const answer of answers) answer.release();
  }
}
