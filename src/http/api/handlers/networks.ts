/** Networks. */
import * as networks from "../../../cloud/self-service/networks.ts";
import * as json from "../../../dialects/json/index.ts";
import { changedResult, readResult } from "../answers.ts";
import { idIn } from "../request.ts";
import { documentOf, type Handlers, headersOf, keyOf, listHandler, locationOf } from "./shared.ts";

export const networksHandlers: Handlers = {
  listNetworks: listHandler(["network", "/networks"], networks.listNetworks, json.renderNetworks),

  getNetwork: async (request) =>
    readResult(headersOf(request), json.renderNetwork(await networks.showNetwork(request, idIn(request)))),

  createNetwork: async (request) => {
    const document = await documentOf(request, json.NewNetwork);
    const how = { ...keyOf(request, "createNetwork", document), wait: request.wait };
    const network = await networks.createNetwork(request, json.newNetworkOf(document), how);
    return changedResult(
      network.state === "making" ? 202 : 201,
      json.renderNetwork(network),
      locationOf(request, "networks", network),
    );
  },

  updateNetwork: async (request) => {
    const change = json.networkChangeOf(await documentOf(request, json.NetworkPatch));
    return changedResult(200, json.renderNetwork(await networks.changeNetwork(request, idIn(request), change)));
  },

  deleteNetwork: async (request) => {
    const left = await networks.deleteNetwork(request, idIn(request), request.wait);
    return left === undefined ? { status: 204 } : changedResult(202, json.renderNetwork(left));
  },
};
