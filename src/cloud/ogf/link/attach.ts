/** Links on their own: made and removed while a machine runs, or is off. */
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
import * as vms from "../../../opennebula/vm.ts";
import { details, type VmDetails } from "../../../opennebula/vm-details.ts";
import { say } from "../../../wording.ts";
import { attach, detach } from "../../compute-actions.ts";
import { withLeaseReason } from "../../no-free-lease.ts";
import { endpoint } from "../address.ts";
import type { Caller } from "../caller.ts";
import { linkPlace } from "../kind-paths.ts";
import { checkLive, notFound } from "../missing.ts";
import { withAttributeNames } from "../restricted-attributes.ts";
import { securityGroupsOf } from "./entity.ts";
import { type LinkId, linkId } from "./id.ts";
import { askedNic, diskPart, nicPart } from "./vectors.ts";

const TARGET = "occi.core.target";

function source(request: EntityRequest): number {
  const location = String(request.attributes.get("occi.core.source") ?? "");
  return endpoint(location, [COMPUTE], "occi.core.source").id;
}

function asLink({ kind = "", mixins, attributes }: EntityRequest): LinkRequest {
  return { kind, mixins, attributes, target: String(attributes.get("occi.core.target") ?? "") };
}

/** Attaches, and finds the part that has come. */
async function attached(caller: Caller, vm: number, what: "disk" | "nic", template: string): Promise<number> {
  const parts = (seen: Pick<VmDetails, "disks" | "nics">) =>
    (what === "disk" ? seen.disks : seen.nics).map(({ id }) => id);
  const source = await details(caller.deps.oned, caller.session, vm);
  checkLive(source);
  const before = new Set(parts(source));
  const after = await attach({ ...caller, id: vm }, what, template);
  const made = (what === "disk" ? after.disks : after.nics).map(({ id }) => id).find((id) => !before.has(id));
  if (made !== undefined) return made;
  throw new OcciError("OUTCOME_UNKNOWN", `OpenNebula took up the ${what}, but does not show it.`, {
    hint: say`GET ${{ place: `/compute/${vm}` }} before you attach it again.`,
  });
}

/** @returns the link's path. @throws OcciError for what is wrong in the request, or as oned refuses. */
export async function createLink(caller: Caller, request: EntityRequest): Promise<string> {
  try {
    return await make(caller, request);
  } catch (error) {
    // Not the path of the request is unknown, but what it says of an end.
    if (!(error instanceof OcciError) || error.code !== "NOT_FOUND") throw error;
    const end = (name: string) => `${name} ${String(request.attributes.get(`occi.core.${name}`)).slice(0, 64)}`;
    const ends = `The link has the ${end("source")}, ${end("target")}.`;
    throw new OcciError("INVALID_REQUEST", say`${error.sentence} ${ends}`, { cause: error });
  }
}

function pathOf(link: LinkId): string {
  return linkPlace(link.part).location + linkId(link);
}

async function make(caller: Caller, request: EntityRequest): Promise<string> {
  const vm = source(request);
  const link = asLink(request);
  if (request.kind === NETWORK_INTERFACE) {
    const { nic, sent } = nicPart(link, TARGET);
    const attach = () => attached(caller, vm, "nic", xmlTemplate([["NIC", nic]]));
    const number = await withAttributeNames(sent, () =>
      withLeaseReason(caller.deps, caller.session, [askedNic(nic)], attach),
    );
    return pathOf({ vm, part: "nic", number });
  }
  if (request.kind === STORAGE_LINK) {
    const number = await attached(caller, vm, "disk", xmlTemplate([["DISK", diskPart(link, TARGET)]]));
    return pathOf({ vm, part: "disk", number });
  }
  const group = endpoint(link.target, [SECURITY_GROUP], TARGET).id;
  await changeGroups(caller, vm, "attach", group);
  return pathOf({ vm, part: "sg", number: group });
}

/** A security group of a machine is one of all its NICs. */
async function changeGroups(
  { deps, session }: Caller,
  id: number,
  verb: "attach" | "detach",
  group: number,
): Promise<void> {
  const vm = await details(deps.oned, session, id);
  checkLive(vm);
  const has = (nic: ReadonlyMap<string, string>) =>
    (nic.get("SECURITY_GROUPS") ?? "").split(",").includes(String(group));
  const nics = vm.nicVectors.filter((nic) => has(nic) === (verb === "detach"));
  if (verb === "attach" && vm.nicVectors.length === 0) {
    throw new OcciError("WRONG_STATE", "The machine has no network interface that the security group could be of.");
  }
  if (verb === "attach" && securityGroupsOf(vm).includes(group) && nics.length === 0) {
    throw new OcciError("NAME_TAKEN", `The machine ${id} has the security group ${group} already.`);
  }
  if (verb === "detach" && nics.length === 0) throw notFound();
  for (const nic of nics) {
    await vms.changeSecurityGroup(deps.oned, session, id, verb, nicId(nic), group);
  }
}

function nicId(nic: ReadonlyMap<string, string>): number {
  const id = nic.get("NIC_ID");
  if (id !== undefined) return Number(id);
  throw new OcciError("ONED_DAMAGED_ANSWER", "OpenNebula shows a network interface without NIC_ID.");
}

/** Removes the link; what it led to stays. */
export async function removeLink(caller: Caller, { vm, part, number }: LinkId): Promise<void> {
  if (part === "sg") return changeGroups(caller, vm, "detach", number);
  try {
    await detach({ ...caller, id: vm }, part, number);
  } catch (error) {
    // oned tells of a machine that is gone as of one in a wrong state, and of a part that is not there in many words.
    if (!(error instanceof OcciError) || !/^(WRONG_STATE|INVALID_REQUEST)$/.test(error.code)) throw error;
    const seen = await vms.info(caller.deps.oned, caller.session, vm);
    const parts = part === "disk" ? seen.disks : seen.nics;
    checkLive(seen);
    if (!parts.some(({ id }) => id === number)) throw notFound();
    throw error;
  }
}
