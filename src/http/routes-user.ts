import * as user from "../cloud/user.ts";
import { href, renderSummary, renderToken, renderUser } from "../dialects/opennebula-xml/index.ts";
import { actionOf } from "./action.ts";
import { type Call, type Handler, isVerbose, pathId } from "./call.ts";
import { collection, type Skip } from "./collection.ts";

/** `/user/-1` is the caller. */
function userId(call: Call): number {
  return call.params.id === "-1" ? -1 : pathId(call);
}

export const list: Handler = async (call) => {
  const base = call.deps.config.baseUrl;
  const verbose = isVerbose(call);
  const pool = (skip: Skip) => user.list(call.deps, call.session, skip);
  return collection("USER", pool, (member) =>
    verbose ? renderUser(member, base) : renderSummary("USER", member, base),
  );
};

export const show: Handler = async (call) => {
  const shown = await user.show(call.deps, call.session, userId(call));
  return { status: 200, body: renderUser(shown, call.deps.config.baseUrl) };
};

export const act: Handler = async (call) => {
  const id = userId(call);
  const token = await user.act(call.deps, call.session, id, await actionOf(call));
  if (token === undefined) return { status: 204 };
  const location = href(call.deps.config.baseUrl, "USER", token.user.id);
  return { status: 201, body: renderToken(token.value), location };
};
