/** Documents of networks, and what requests ask for, as the model has it. */
import type { MachineNetwork, NetworkChange, NetworkRequest, Page } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { writeDocument } from "../write.ts";
import { definedMembers, type ListPlace, type RenderedPage, renderPage, textOf, yesNo } from "./shared.ts";

export function renderNetwork(network: MachineNetwork): string {
  return writeDocument(schemas.Network, network);
}

export function renderNetworks(page: Page<MachineNetwork>, place: ListPlace): RenderedPage {
  return renderPage(schemas.Networks, page, place, (network) => network);
}

export function newNetworkOf({ size, public: open, ...rest }: schemas.NewNetworkDocument): NetworkRequest {
  return definedMembers<NetworkRequest>({ ...rest, size: size?.toString(), public: yesNo(open) });
}

export function networkChangeOf({ name, description, public: open }: schemas.NetworkPatchDocument): NetworkChange {
  return definedMembers<NetworkChange>({ name, description: textOf(description), public: yesNo(open) });
}
