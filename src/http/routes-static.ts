/** `GET /` and the instance types: they need no object of oned, so they ask it for the login alone. */
import * as types from "../cloud/instance-types.ts";
import * as user from "../cloud/user.ts";
import { renderInstanceType, renderInstanceTypes, renderRoot } from "../dialects/opennebula-xml/index.ts";
import type { Handler } from "./call.ts";

export const root: Handler = async (call) => {
  await user.login(call.deps, call.session);
  return { status: 200, body: renderRoot(call.deps.config.baseUrl) };
};

export const instanceTypes: Handler = async (call) => {
  await user.login(call.deps, call.session);
  return { status: 200, body: renderInstanceTypes(types.list(call.deps), call.deps.config.baseUrl) };
};

export const instanceType: Handler = async (call) => {
  await user.login(call.deps, call.session);
  const type = types.show(call.deps, call.params.name ?? "");
  return { status: 200, body: renderInstanceType(type, call.deps.config.baseUrl) };
};
