/**
 * Machines that were shown lately, as they were shown: clients that wait for a machine, or watch it, find it unchanged
 * most of the time. The key is oned's document, so that a change in it is seen at once.
 */
import type { OwnView } from "../cloud/self-service/machines.ts";
import { RecentMap } from "../recent-map.ts";
import type { Markup } from "../xml/write.ts";

/** Characters of all documents that are remembered of each kind. */
const LIMIT = 2 * 1024 * 1024;

/** The views of one configuration: addresses and screens in them depend on it. */
export class Views {
  /** In OpenNebula's XML, which is the same for all who may see a machine. */
  readonly markup = new RecentMap<Markup>(LIMIT);
  /** In JSON, for the owner: what others may do with it does not only depend on the machine. */
  readonly json = new RecentMap<OwnView<string>>(LIMIT);
}
