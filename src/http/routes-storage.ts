import * as storage from "../cloud/storage.ts";
import {
  href,
  parseStorage,
  parseStorageChange,
  renderStorage,
  renderSummary,
} from "../dialects/opennebula-xml/index.ts";
import { actionOf } from "./action.ts";
import { bodyOf, type Handler, isVerbose, pathId } from "./call.ts";
import { collection } from "./collection.ts";
import { receiveStorage, uploadDeps } from "./upload.ts";

export const list: Handler = async (call) => {
  const base = call.deps.config.baseUrl;
  const verbose = isVerbose(call);
  return collection(
    "STORAGE",
    (skip) => storage.list(call.deps, call.session, skip),
    (member) => (verbose ? renderStorage(member, base) : renderSummary("STORAGE", member, base)),
  );
};

/** An upload is of somebody whom oned knows, before its first byte is read. */
export const create: Handler = async (call) => {
  const { deps, session, request } = call;
  await call.known();
  call.untimed();
  const received = await receiveStorage(request, (xml) => parseStorage(xml, deps.config.bodyLimit), uploadDeps(call));
  const created = await storage.create(deps, session, received.representation, received.file);
  const base = deps.config.baseUrl;
  return { status: 201, body: renderStorage(created, base), location: href(base, "STORAGE", created.id) };
};

export const show: Handler = async (call) => {
  const shown = await storage.show(call.deps, call.session, pathId(call));
  return { status: 200, body: renderStorage(shown, call.deps.config.baseUrl) };
};

export const change: Handler = async (call) => {
  const id = pathId(call);
  const wanted = parseStorageChange(await bodyOf(call));
  const shown = await storage.change(call.deps, call.session, id, wanted);
  return { status: 202, body: renderStorage(shown, call.deps.config.baseUrl) };
};

export const remove: Handler = async (call) => {
  await storage.remove(call.deps, call.session, pathId(call));
  return { status: 204 };
};

export const act: Handler = async (call) => {
  const id = pathId(call);
  const { isCreation, storage: shown } = await storage.act(call.deps, call.session, id, await actionOf(call));
  const base = call.deps.config.baseUrl;
  const body = renderStorage(shown, base);
  return isCreation ? { status: 201, body, location: href(base, "STORAGE", shown.id) } : { status: 202, body };
};
