/** Links: parts of a machine, which is read and changed for them. */
import { OcciError } from "../../../errors.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import type { Caller } from "../caller.ts";
import { type Change, refuseMixins } from "../change.ts";
import { computeEntity } from "../compute/entity.ts";
import { liveVm } from "../compute/live-vm.ts";
import { VM_POOL } from "../compute/pool.ts";
import { refuseOthers } from "../difference.ts";
import { entityKind } from "../kind.ts";
import { createLink } from "./create.ts";
import { type LinkId, type LinkPart, linkId, readLinkId } from "./id.ts";
import { linkPath, linkType } from "./part.ts";
import { removeLink } from "./remove.ts";

interface LinkOfVm {
  readonly vm: VmDetails;
  readonly link: LinkId;
}

/** A link stays as it is. @throws OcciError for everything that would change it. */
async function keepLink(_caller: Caller, item: LinkOfVm, { newMixins, difference }: Change): Promise<LinkOfVm> {
  refuseMixins(newMixins);
  refuseOthers(difference, [], "DELETE the link and create it again.");
  return item;
}

const linkKind = (part: LinkPart) =>
  entityKind<LinkId, LinkOfVm>({
    type: linkType(part),
    path: linkPath(part),
    isLink: true,
    pool: VM_POOL,
    holdsOthers: false,
    idOf(text) {
      const link = readLinkId(text);
      return link?.part === part ? link : undefined;
    },
    textOf: linkId,
    read: async (caller, link) => ({ vm: await liveVm(caller, link.vm), link }),
    entity: (view, { vm, link }) => computeEntity(view, vm).links.find(({ id }) => id === linkId(link)),
    create: (caller, request) => createLink(caller, request),
    update: keepLink,
    async act() {
      throw new OcciError("INVALID_REQUEST", "Links have no actions.");
    },
    remove: removeLink,
  });

export const networkInterface = linkKind("nic");
export const storageLink = linkKind("disk");
export const securityGroupLink = linkKind("sg");
