/** Deletes entities. */
import { COMPUTE, IP_RESERVATION, NETWORK, SECURITY_GROUP, STORAGE } from "../../dialects/ogf/index.ts";
import { isMissing } from "../../opennebula/deletion.ts";
import * as images from "../../opennebula/image.ts";
import * as groups from "../../opennebula/security-group.ts";
import * as vms from "../../opennebula/vm.ts";
import * as vnets from "../../opennebula/vnet.ts";
import { withUsers } from "../in-use.ts";
import type { Address } from "./address.ts";
import type { Caller } from "./caller.ts";
import { removeLink } from "./link/attach.ts";
import { checkLive, notFound } from "./missing.ts";

/** Waits, for WAIT at most, until the machine is gone: clients look at once whether it is. */
async function terminate({ deps, session }: Caller, id: number): Promise<void> {
  const { oned, patience } = deps;
  checkLive(await vms.info(oned, session, id));
  await vms.action(oned, session, id, "terminate-hard");
  const read = () => vms.info(oned, session, id);
  await patience.follow(read, ({ state }) => state === "DONE");
}

/** The same for what oned's drivers take away: until it is not found any more. */
async function untilGone({ deps }: Caller, read: () => Promise<unknown>): Promise<void> {
  await deps.patience.follow(
    () => isMissing(read),
    (gone) => gone,
  );
}

/** @throws OcciError as oned refuses: FORBIDDEN, IN_USE, NOT_FOUND. */
export async function removeEntity(caller: Caller, address: Address): Promise<void> {
  const { deps, session } = caller;
  if (address.link !== undefined) return removeLink(caller, address.link);
  const { id, kind } = address;
  if (kind === COMPUTE) return terminate(caller, id);
  if (kind === NETWORK || kind === IP_RESERVATION) {
    await withUsers(deps.oned, session, { kind: "vn", id }, () => vnets.remove(deps.oned, session, id));
    return untilGone(caller, () => vnets.info(deps.oned, session, id));
  }
  if (kind === STORAGE) {
    await withUsers(deps.oned, session, { kind: "image", id }, () => images.remove(deps.oned, session, id));
    return untilGone(caller, () => images.info(deps.oned, session, id));
  }
  if (kind === SECURITY_GROUP) {
    return withUsers(deps.oned, session, { kind: "secgroup", id }, () => groups.remove(deps.oned, session, id));
  }
  throw notFound();
}
