/** Use cases of networks: list, show, create (or reserve, with NETWORK_FROM), change and delete. */
import type { MachineNetwork, NetworkChange, NetworkRequest, Page } from "../../model.ts";
import type { CreationKey } from "../../opennebula/keyed-creation.ts";
import { names } from "../../opennebula/pool.ts";
import { OWN, type Skip } from "../../opennebula/read-around.ts";
import * as vms from "../../opennebula/vm.ts";
import * as vnets from "../../opennebula/vnet.ts";
import { details, type VnetDetails, vnetDetailsOf } from "../../opennebula/vnet-details.ts";
import { waiting } from "../deps.ts";
import * as fields from "../fields.ts";
import { change, create, remove } from "../network.ts";
import { created } from "../reread.ts";
import { describedChecks, failedChecks, throwAll } from "./checks.ts";
import { makeNamedOnce, makeOneOnce } from "./idempotency.ts";
import { leaving } from "./leaving.ts";
import { type NameFilter, type PageRequest, shownPage } from "./page.ts";
import type { Requester } from "./requester.ts";

/** By STATE of oned. */
export const NETWORK_STATE: Readonly<Record<VnetDetails["state"], MachineNetwork["state"]>> = {
  INIT: "making",
  READY: "ready",
  LOCK_CREATE: "making",
  LOCK_DELETE: "deleting",
  DONE: "deleting",
  ERROR: "failed",
  UPDATE_FAILURE: "failed",
};

export function networkDetailsView(network: VnetDetails): MachineNetwork {
  const total = network.ranges.reduce((sum, { size }) => sum + size, 0);
  return {
    id: network.id,
    name: network.name,
    ...(network.description !== undefined && { description: network.description }),
    state: NETWORK_STATE[network.state],
    ...(network.error !== undefined && { error: network.error }),
    ranges: network.ranges.map(({ id, ip, ip6, size }) => {
      const first = ip ?? ip6;
      return { id, ...(first !== undefined && { first }), size };
    }),
    addresses: { total, used: network.usedLeases, free: Math.max(0, total - network.usedLeases) },
    public: network.public,
    ...(network.parentId !== undefined && { parent: network.parentId }),
    owner: { id: network.uid, name: network.uname },
    oned: { state: network.state },
  };
}

const POOL = { kind: "VNET", call: vnets.pool, convert: vnetDetailsOf };

/** The networks that the user may see (`one.vnpool.info`). */
export function listNetworks(
  requester: Requester,
  request: PageRequest,
  filter: NameFilter,
  skip: Skip,
): Promise<Page<MachineNetwork>> {
  return shownPage(requester, POOL, networkDetailsView, request, filter, skip);
}

/** The names of machines that are the caller's own (`one.vmpool.info`), by their ids. */
async function ownMachines({ deps, session }: Requester, ids: readonly number[]): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  if (ids.length === 0) return found;
  const answer = await vms.pool(deps.oned, session, [Math.min(...ids), Math.max(...ids)], OWN);
  for await (const batch of names(answer, "VM_POOL", "VM", { onFault: () => {} })) {
    for (const { id, name } of batch) found.set(id, name);
  }
  return found;
}

/** One network (`one.vn.info`), with the leases of the caller's own machines. @throws OcciError as oned refuses. */
export async function showNetwork(requester: Requester, id: number): Promise<MachineNetwork> {
  const { deps, session } = requester;
  const network = await details(deps.oned, session, id);
  const own = await ownMachines(
    requester,
    network.machineLeases.map(({ vmId }) => vmId),
  );
  const leases = network.machineLeases.flatMap(({ vmId, addresses, mac }) => {
    const name = own.get(vmId);
    return name === undefined ? [] : [{ addresses, ...(mac !== undefined && { mac }), machine: { id: vmId, name } }];
  });
  return { ...networkDetailsView(network), leases };
}

/** Reads a network until oned has created it or the time is over. */
function whenMade(requester: Requester, id: number, wait: number): Promise<MachineNetwork> {
  const { deps } = requester;
  return deps.patience.lasting(wait).follow(
    () => created(deps, id, "network", () => showNetwork(requester, id)),
    ({ state }) => state !== "making",
  );
}

/** `one.vn.allocate`, or `one.vn.reserve` of NETWORK_FROM. @throws as `create` of networks. */
export async function createNetwork(
  requester: Requester,
  wanted: NetworkRequest,
  { key, wait }: { readonly key?: CreationKey; readonly wait: number },
): Promise<MachineNetwork> {
  const make = async ({ deps, session }: Requester, name = wanted.name): Promise<number> =>
    (await create(waiting(deps, wait), session, name === undefined ? wanted : { ...wanted, name })).id;
  const isReserved = requester.deps.config.networkFrom !== undefined;
  const { address, size } = wanted;
  throwAll(
    await failedChecks(
      ...describedChecks(wanted),
      () => !isReserved && address !== undefined && fields.networkRange(address, size),
    ),
  );
  if (key !== undefined && isReserved) {
    // oned keeps nothing of the template of a reservation.
    const name = fields.objectName(wanted.name ?? "");
    const id = await makeNamedOnce(requester, "network", key, name, (as) => make(requester, as));
    return whenMade(requester, id, wait);
  }
  return whenMade(requester, await makeOneOnce(requester, "network", key, (marked) => make(marked)), wait);
}

/** Changes name, description and who may use it. @throws OcciError as oned refuses. */
export async function changeNetwork(requester: Requester, id: number, wanted: NetworkChange): Promise<MachineNetwork> {
  throwAll(await failedChecks(...describedChecks(wanted)));
  await change(requester.deps, requester.session, id, wanted);
  return showNetwork(requester, id);
}

/**
 * `one.vn.delete`.
 * @param wait milliseconds to wait until it is gone.
 * @returns the network as it is while OpenNebula deletes it; undefined when it is gone.
 * @throws OcciError IN_USE, which names the machines.
 */
export async function deleteNetwork(
  requester: Requester,
  id: number,
  wait: number,
): Promise<MachineNetwork | undefined> {
  const { deps, session } = requester;
  await remove(deps, session, id);
  return leaving(() => showNetwork(requester, id), deps.patience.lasting(wait));
}
