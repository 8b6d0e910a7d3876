import * as network from "../cloud/network.ts";
import {
  href,
  parseNetwork,
  parseNetworkChange,
  renderNetwork,
  renderSummary,
} from "../dialects/opennebula-xml/index.ts";
import { actionOf } from "./action.ts";
import { bodyOf, type Handler, isVerbose, pathId } from "./call.ts";
import { collection } from "./collection.ts";

export const list: Handler = async (call) => {
  const base = call.deps.config.baseUrl;
  const verbose = isVerbose(call);
  return collection(
    "NETWORK",
    (skip) => network.list(call.deps, call.session, skip),
    (member) => (verbose ? renderNetwork(member, base) : renderSummary("NETWORK", member, base)),
  );
};

export const create: Handler = async (call) => {
  const base = call.deps.config.baseUrl;
  const created = await network.create(call.deps, call.session, parseNetwork(await bodyOf(call)));
  return { status: 201, body: renderNetwork(created, base), location: href(base, "NETWORK", created.id) };
};

export const show: Handler = async (call) => {
  const shown = await network.show(call.deps, call.session, pathId(call));
  return { status: 200, body: renderNetwork(shown, call.deps.config.baseUrl) };
};

export const change: Handler = async (call) => {
  const id = pathId(call);
  const wanted = parseNetworkChange(await bodyOf(call));
  const shown = await network.change(call.deps, call.session, id, wanted);
  return { status: 202, body: renderNetwork(shown, call.deps.config.baseUrl) };
};

export const remove: Handler = async (call) => {
  await network.remove(call.deps, call.session, pathId(call));
  return { status: 204 };
};

export const act: Handler = async (call) => {
  const id = pathId(call);
  const shown = await network.act(call.deps, call.session, id, await actionOf(call));
  return { status: 202, body: renderNetwork(shown, call.deps.config.baseUrl) };
};
