/** Images. */
import { STORAGE } from "../../../dialects/ogf/index.ts";
import * as images from "../../../opennebula/image.ts";
import { details, type ImageDetails, imageDetailsOf } from "../../../opennebula/image-details.ts";
import { withUsers } from "../../in-use.ts";
import type { Caller } from "../caller.ts";
import { type Pool, resourceKind } from "../kind.ts";
import { untilGone } from "../until-gone.ts";
import { actOnStorage } from "./actions.ts";
import { createStorage } from "./create.ts";
import { storageEntity } from "./entity.ts";
import { updateStorage } from "./update.ts";

const IMAGE_POOL: Pool = {
  name: "IMAGE",
  word: "storage",
  pagedKind: STORAGE,
  list: ({ deps, session }, range, whose) => images.pool(deps.oned, session, range, whose),
  entities: (view, record) => [storageEntity(view, imageDetailsOf(record))],
};

async function removeStorage(caller: Caller, id: number): Promise<void> {
  const { deps, session } = caller;
  await withUsers(deps.oned, session, { kind: "image", id }, () => images.remove(deps.oned, session, id));
  await untilGone(caller, () => images.info(deps.oned, session, id));
}

export const storage = resourceKind<ImageDetails>({
  type: STORAGE,
  pool: IMAGE_POOL,
  read: ({ deps, session }, id) => details(deps.oned, session, id),
  entity: storageEntity,
  create: createStorage,
  update: updateStorage,
  act: actOnStorage,
  remove: removeStorage,
});
