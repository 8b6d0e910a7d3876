import * as compute from "../cloud/compute.ts";
import * as actions from "../cloud/compute-actions.ts";
import {
  href,
  parseCompute,
  parseComputeChange,
  renderCompute,
  renderSummary,
} from "../dialects/opennebula-xml/index.ts";
import type { Compute } from "../model.ts";
import { actionOf } from "./action.ts";
import { bodyOf, type Handler, isVerbose, pathId } from "./call.ts";
import { collection } from "./collection.ts";

export const list: Handler = async (call) => {
  const { deps, session } = call;
  const base = deps.config.baseUrl;
  if (isVerbose(call)) {
    return collection(
      "COMPUTE",
      (skip) => compute.listFull(deps, session, skip),
      (member) => renderCompute(member, base),
    );
  }
  return collection(
    "COMPUTE",
    (skip) => compute.list(deps, session, skip),
    (member) => renderSummary("COMPUTE", member, base),
  );
};

export const create: Handler = async (call) => {
  const base = call.deps.config.baseUrl;
  const machine = await compute.create(call.deps, call.session, parseCompute(await bodyOf(call)));
  return { status: 201, body: renderCompute(machine, base), location: href(base, "COMPUTE", machine.id) };
};

export const show: Handler = async (call) => {
  const { deps, session, views } = call;
  const render = (shown: Compute) => renderCompute(shown, deps.config.baseUrl);
  return { status: 200, body: await compute.showAs(deps, session, pathId(call), views.markup, render) };
};

export const change: Handler = async (call) => {
  const id = pathId(call);
  const wanted = parseComputeChange(await bodyOf(call));
  if (wanted.state !== undefined) call.performs(wanted.state);
  const { acted, compute: shown } = await compute.change(call.deps, call.session, id, wanted);
  return { status: acted ? 202 : 200, body: renderCompute(shown, call.deps.config.baseUrl) };
};

export const remove: Handler = async (call) => {
  await compute.remove(call.deps, call.session, pathId(call));
  return { status: 204 };
};

export const act: Handler = async (call) => {
  const id = pathId(call);
  const shown = await actions.act(call.deps, call.session, id, await actionOf(call));
  return { status: 202, body: renderCompute(shown, call.deps.config.baseUrl) };
};
