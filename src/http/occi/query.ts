/** The query interface `/-/`: what types there are, and the user's own. */
import { ownCatalog, wholeCatalog } from "../../cloud/occi/catalog.ts";
import { addTag, findTags } from "../../cloud/occi/tag-requests.ts";
import { removeTags } from "../../cloud/occi/tags.ts";
import { checkTags, renderCategories, renderOk } from "../../dialects/occi/index.ts";
import type { Result } from "../result.ts";
import { filterOf, type OcciCall, sentOf } from "./request.ts";
import { rendered } from "./result.ts";

export async function discover(occi: OcciCall): Promise<Result> {
  const skipped: string[] = [];
  const { categories } = filterOf(occi);
  const { registry } = await wholeCatalog(occi, (object) => skipped.push(object));
  const shown = categories.length === 0 ? registry.all : registry.relatedTo(categories);
  return { ...rendered(200, renderCategories(occi.rendering, shown, occi.call.own.prefix)), skipped };
}

export async function addMixins(occi: OcciCall): Promise<Result> {
  const tags = checkTags(await sentOf(occi), true);
  await addTag(occi, await ownCatalog(occi), tags);
  return rendered(200, renderOk(occi.rendering));
}

export async function removeMixins(occi: OcciCall): Promise<Result> {
  const wanted = checkTags(await sentOf(occi), false);
  const catalog = await ownCatalog(occi);
  await removeTags(occi, catalog.tags.userId, findTags(catalog, wanted));
  return rendered(200, renderOk(occi.rendering));
}
