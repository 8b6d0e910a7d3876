/** Networks: lists, shows, creates, changes and deletes virtual networks. */
import { OcciError } from "../errors.ts";
import type { ActionRequest, Network, NetworkChange, NetworkRequest } from "../model.ts";
import { isOutcomeUnknown } from "../opennebula/call-error.ts";
import type { Session } from "../opennebula/client.ts";
import { members } from "../opennebula/pool.ts";
import type { IdRange, Reader, Skip } from "../opennebula/read-around.ts";
import { template } from "../opennebula/template-writer.ts";
import * as vnets from "../opennebula/vnet.ts";
import { field, say } from "../wording.ts";
import type { XmlRecord } from "../xml/record.ts";
import { configured } from "./configured.ts";
import type { CloudDeps } from "./deps.ts";
import * as fields from "./fields.ts";
import { withUsers } from "./in-use.ts";
import { reserve, takeBack } from "./network-reserve.ts";
import { networkView } from "./network-view.ts";
import { renamedWith } from "./renaming.ts";
import { changed, created } from "./reread.ts";

/** All networks that the caller may see. */
export function list(deps: CloudDeps, session: Session, skip: Skip): AsyncIterable<readonly Network[]> {
  const ask = (range: IdRange) => vnets.pool(deps.oned, session, range);
  const convert = (record: XmlRecord) => networkView(vnets.vnetOf(record));
  const read: Reader<Network> = (answer, onFault) => members(answer, "VNET_POOL", "VNET", convert, { onFault });
  return deps.pools.readAround("VNET", ask, read, skip);
}

/** One network. */
export async function show(deps: CloudDeps, session: Session, id: number): Promise<Network> {
  return networkView(await vnets.info(deps.oned, session, id));
}

/** An address may be left out of a request for a network that does not assign any (ETHER). */
export interface Leave {
  readonly withoutAddress?: boolean;
}

/** Makes a network of its own from `network.eta`. */
async function allocate(
  deps: CloudDeps,
  session: Session,
  name: string,
  request: NetworkRequest,
  { withoutAddress }: Leave,
): Promise<number> {
  const { config } = deps;
  const { address } = request;
  const none = address === undefined || address === "";
  if (none && withoutAddress !== true) {
    throw new OcciError(
      "INVALID_REQUEST",
      say`${field("networkAddress")} is missing: give the address of the network or the first IP address.`,
    );
  }
  const description = descriptionOf(request.description);
  const text = deps.templates.renderNetwork({
    name,
    driver: config.networkDriver,
    ...(config.bridge !== undefined && { bridge: config.bridge }),
    ...(description !== undefined && description !== "" && { description }),
    range: none
      ? { type: "ETHER", firstIp: "", size: fields.networkSize(request.size) }
      : fields.networkRange(address, request.size),
  });
  try {
    return await configured({ option: "CLUSTER_ID", value: config.clusterId, kind: "cluster" }, () =>
      vnets.allocate(deps.oned, session, text, config.clusterId),
    );
  } catch (error) {
    throw withRights(error);
  }
}

/** A plain user may make networks only where the administrator has arranged for it: says how. */
function withRights(error: unknown): unknown {
  if (!(error instanceof OcciError) || !/^(FORBIDDEN|RESTRICTED_ATTRIBUTE)$/.test(error.code)) return error;
  return new OcciError(error.code, error.sentence, {
    hint: "Ask the administrator to let users create networks: with NETWORK_FROM or, up to OpenNebula 6.10, with ACL rules.",
    cause: error,
  });
}

function descriptionOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : fields.description(text);
}

/** Waits, for WAIT at most, until oned has made the ranges or found that it cannot. */
function settle(deps: CloudDeps, session: Session, id: number): Promise<vnets.Vnet> {
  return deps.patience.follow(
    () => vnets.info(deps.oned, session, id),
    (vnet) => !/^(INIT|LOCK_CREATE)$/.test(vnet.state),
  );
}

/** The steps after a network has been created; when one of them fails, the network is deleted again. */
async function complete(deps: CloudDeps, session: Session, id: number, request: NetworkRequest): Promise<Network> {
  try {
    // An answer that was lost is no failure of the network: what the user asked for may well be there.
    const vnet = await created(deps, id, "network", () => settle(deps, session, id));
    if (vnet.state === "ERROR") {
      throw new OcciError(
        "DRIVER_REFUSED",
        `OpenNebula could not create the network: ${vnet.error ?? "no reason given"}`,
      );
    }
    if (request.public === undefined || !fields.yesNo(request.public, field("public"))) return networkView(vnet);
    await vnets.publish(deps.oned, session, id, true);
    return await created(deps, id, "network", () => show(deps, session, id));
  } catch (error) {
    if (isOutcomeUnknown(error)) throw error;
    throw await takeBack(deps, session, id, error);
  }
}

/**
 * Creates a network: by `one.vn.allocate`, or with NETWORK_FROM as a reservation of it.
 * @throws OcciError for a field that is wrong, or as oned refuses; DRIVER_REFUSED with oned's reason when the network
 *   ended in ERROR while it was waited for: it is deleted then.
 */
export async function create(
  deps: CloudDeps,
  session: Session,
  request: NetworkRequest,
  leave: Leave = {},
): Promise<Network> {
  const name = fields.objectName(request.name ?? "");
  if (request.public !== undefined) fields.yesNo(request.public, field("public"));
  const from = deps.config.networkFrom;
  const id =
    from === undefined
      ? await allocate(deps, session, name, request, leave)
      : await configured({ option: "NETWORK_FROM", value: from, kind: "network" }, () =>
          reserve(deps, session, from, name, request),
        );
  return complete(deps, session, id, request);
}

/**
 * The fields that differ from the current ones. A whole document comes back with NAME: its other fields are held
 * against what there is.
 */
function differing(wanted: NetworkChange, present: vnets.Vnet | undefined) {
  const description = descriptionOf(wanted.description);
  const open = fields.change(wanted.public);
  return {
    description: description === (present?.description ?? "") && present !== undefined ? undefined : description,
    open: open === present?.public ? undefined : open,
  };
}

/** `PUT /network/ID`: NAME, DESCRIPTION, PUBLIC. An unchanged value is not a change. */
export async function change(deps: CloudDeps, session: Session, id: number, wanted: NetworkChange): Promise<Network> {
  const { oned } = deps;
  const present = wanted.name === undefined ? undefined : await vnets.info(oned, session, id);
  const name = present && fields.newName(wanted.name, present.name);
  const { description, open } = differing(wanted, present);
  const rest = async (): Promise<Network> => {
    if (description !== undefined) await vnets.update(oned, session, id, template([["DESCRIPTION", description]]));
    const last = open === false ? { ...(await show(deps, session, id)), public: false } : undefined;
    if (open !== undefined) await vnets.publish(oned, session, id, open);
    return changed(last, () => show(deps, session, id));
  };
  const rename = (to: string) => vnets.rename(oned, session, id, to);
  return renamedWith(rename, { name, present: present?.name ?? "" }, rest);
}

/** Deletes a network without leases. */
export async function remove(deps: CloudDeps, session: Session, id: number): Promise<void> {
  await withUsers(deps.oned, session, { kind: "vn", id }, () => vnets.remove(deps.oned, session, id));
}

/** `POST /network/ID/action`: rename NAME. */
export async function act(deps: CloudDeps, session: Session, id: number, request: ActionRequest): Promise<Network> {
  if (request.perform !== "rename") {
    throw new OcciError("FORBIDDEN", `Action ${request.perform.slice(0, 64)} not supported`, { hint: "Use rename." });
  }
  await vnets.rename(deps.oned, session, id, fields.objectName(request.params.name ?? ""));
  return show(deps, session, id);
}
