/** New links of a machine that exists: a NIC or a disk is attached, a security group is given to all NICs. */
import {
  COMPUTE,
  type EntityRequest,
  type LinkRequest,
  NETWORK_INTERFACE,
  SECURITY_GROUP,
  STORAGE_LINK,
} from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { xmlTemplate } from "../../../opennebula/template-writer.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import { say } from "../../../wording.ts";
import { attach } from "../../compute-actions.ts";
import { withLeaseReason } from "../../no-free-lease.ts";
import type { Caller } from "../caller.ts";
import { liveVm } from "../compute/live-vm.ts";
import { resourceId } from "../location.ts";
import { withAttributeNames } from "../restricted-attributes.ts";
import type { LinkId } from "./id.ts";
import { addGroup } from "./security-groups.ts";
import { diskVector, nicVector, requestedNic } from "./vectors.ts";

const SOURCE = "occi.core.source";
const TARGET = "occi.core.target";

/** Attaches. @returns NIC_ID or DISK_ID of the part that has come. */
async function attached(
  caller: Caller,
  id: number,
  what: "disk" | "nic",
  template: string,
  known: VmDetails | undefined,
): Promise<number> {
  const before = known ?? (await liveVm(caller, id));
  const after = await attach({ ...caller, id }, what, template, before);
  const [old, present] = what === "disk" ? [before.disks, after.disks] : [before.nics, after.nics];
  const added = present.find((part) => !old.some((other) => other.id === part.id));
  if (added !== undefined) return added.id;
  throw new OcciError("OUTCOME_UNKNOWN", `OpenNebula accepted the ${what} but does not show it.`, {
    hint: say`GET ${{ place: `/compute/${id}` }} before you attach it again.`,
  });
}

function asLink({ kind = "", mixins, attributes }: EntityRequest): LinkRequest {
  return { kind, mixins, attributes, target: String(attributes.get(TARGET) ?? "") };
}

async function create(caller: Caller, request: EntityRequest, known?: VmDetails): Promise<LinkId> {
  const vm = resourceId(String(request.attributes.get(SOURCE) ?? ""), [COMPUTE], SOURCE);
  const link = asLink(request);
  if (request.kind === NETWORK_INTERFACE) {
    const { nic, sent } = nicVector(link, TARGET);
    const number = await withAttributeNames(sent, () =>
      withLeaseReason(caller.deps, caller.session, [requestedNic(nic)], () =>
        attached(caller, vm, "nic", xmlTemplate([["NIC", nic]]), known),
      ),
    );
    return { vm, part: "nic", number };
  }
  if (request.kind === STORAGE_LINK) {
    const number = await attached(caller, vm, "disk", xmlTemplate([["DISK", diskVector(link, TARGET)]]), known);
    return { vm, part: "disk", number };
  }
  const group = resourceId(link.target, [SECURITY_GROUP], TARGET);
  await addGroup(caller, vm, group, known);
  return { vm, part: "sg", number: group };
}

/**
 * @param known the machine as it was read just before; it is read where nobody has.
 * @throws OcciError for what is wrong in the request, or as oned refuses.
 */
export async function createLink(caller: Caller, request: EntityRequest, known?: VmDetails): Promise<LinkId> {
  try {
    return await create(caller, request, known);
  } catch (error) {
    // oned's NOT_FOUND is about the link's source or target, not about the request's path.
    if (!(error instanceof OcciError) || error.code !== "NOT_FOUND") throw error;
    const end = (name: string) => `${name} ${String(request.attributes.get(`occi.core.${name}`)).slice(0, 64)}`;
    const ends = `The link has the ${end("source")}, ${end("target")}.`;
    throw new OcciError("INVALID_REQUEST", say`${error.sentence} ${ends}`, { cause: error });
  }
}
