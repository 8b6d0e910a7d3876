/** Datastores: `one.datastore.info`. */
import { cdata, ids, plain } from "../markup.ts";
import { findAllowed, headMarkup, permissionsMarkup } from "../objects.ts";
import type { Datastore } from "../records.ts";
import type { Caller } from "../users/permissions.ts";
import type { World } from "../world.ts";

const TYPES: Record<Datastore["type"], number> = { IMAGE: 0, SYSTEM: 1, FILE: 2 };

function markup(world: World, datastore: Datastore): string {
  const images = [...world.images.values()].filter(({ datastoreId }) => datastoreId === datastore.id);
  const head = headMarkup(world, datastore) + permissionsMarkup(datastore);
  const drivers = cdata("DS_MAD", datastore.driver) + cdata("TM_MAD", datastore.transferDriver);
  const path = cdata("BASE_PATH", `/var/lib/one//datastores/${datastore.id}`);
  const state = plain("TYPE", TYPES[datastore.type]) + plain("DISK_TYPE", 0) + plain("STATE", 0) + ids("CLUSTERS", [0]);
  const { totalMb, freeMb, usedMb } = datastore;
  const sizes = plain("TOTAL_MB", totalMb) + plain("FREE_MB", freeMb) + plain("USED_MB", usedMb);
  const list = ids(
    "IMAGES",
    images.map(({ id }) => id),
  );
  return `<DATASTORE>${head}${drivers}${path}${state}${sizes}${list}<TEMPLATE>${datastore.template.markup()}</TEMPLATE></DATASTORE>`;
}

/** `one.datastore.info`. */
export function info(world: World, caller: Caller, id: number): string {
  return markup(world, findAllowed(world, caller, world.datastores, "DATASTORE", id, "USE"));
}
