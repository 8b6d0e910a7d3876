/** The query interface `/-/`: what types there are, and the user's own. */

import { addTag, findTags } from "../../cloud/ogf/tags/requests.ts";
import { removeTags } from "../../cloud/ogf/tags/write.ts";
import { discovered, ownCatalog } from "../../cloud/ogf/types/catalog.ts";
import { type AnyCategory, CategoryWriter, checkTags, OS_TPL, renderOk, typeId } from "../../dialects/ogf/index.ts";
import { turn } from "../../turn.ts";
import type { Result } from "../result.ts";
import { filterOf, type OgfCall, sentOf } from "./request.ts";
import { rendered } from "./result.ts";

/** Templates and images that are written before others get their turn. */
const BATCH = 200;

export async function discover(occi: OgfCall): Promise<Result> {
  const skipped: string[] = [];
  const { categories } = filterOf(occi);
  const { registry, before, systems } = await discovered(occi, (object) => skipped.push(object));
  const all = categories.length === 0;
  const wanted = new Set(categories.map(typeId));
  const related = new Set(all ? registry.all : registry.relatedTo(categories));
  const shown = (part: readonly AnyCategory[]) => part.filter((category) => related.has(category));
  const writer = new CategoryWriter(occi.rendering, [...related], occi.call.own.prefix);
  const pieces = [writer.add(shown(registry.all.slice(0, before)))];
  for (let first = 0; first < systems.length; first += BATCH) {
    const mixins = systems.slice(first, first + BATCH).map((make) => make());
    pieces.push(writer.add(all ? mixins : mixins.filter((mixin) => wanted.has(OS_TPL) || wanted.has(typeId(mixin)))));
    await turn();
  }
  pieces.push(writer.add(shown(registry.all.slice(before))));
  const { pieces: rest, headers } = writer.end();
  const encoder = new TextEncoder();
  const body = [...pieces, ...rest].map((piece) => encoder.encode(piece));
  return { status: 200, contentType: occi.rendering, headers, body, skipped };
}

export async function addMixins(occi: OgfCall): Promise<Result> {
  const tags = checkTags(await sentOf(occi), true);
  await addTag(occi, tags);
  return rendered(200, renderOk(occi.rendering));
}

export async function removeMixins(occi: OgfCall): Promise<Result> {
  const wanted = checkTags(await sentOf(occi), false);
  const catalog = await ownCatalog(occi);
  await removeTags(occi, catalog.tags.userId, findTags(catalog, wanted));
  return rendered(200, renderOk(occi.rendering));
}
