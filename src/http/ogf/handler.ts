/** What stands at a path, and what can be done with it: the routes of OCCI 1.2. */

import type { Address } from "../../cloud/ogf/kind.ts";
import { ALL_TYPES, addressOf, isLinkType, kindAt } from "../../cloud/ogf/kinds.ts";
import { type Collected, collectedBy } from "../../cloud/ogf/listing.ts";
import { type Catalog, ownCatalog, withNamed } from "../../cloud/ogf/types/catalog.ts";
import { CommonTypes } from "../../cloud/ogf/types/common-types.ts";
import { numberOf, osSourceOf, schemesOf } from "../../cloud/ogf/types/schemes.ts";
import { type Kind, type Mixin, negotiate, type TypeId, typeId } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { say } from "../../wording.ts";
import type { Handler } from "../call.ts";
import type { Result } from "../result.ts";
import * as collection from "./collection.ts";
import * as entity from "./entity.ts";
import * as mixins from "./mixin.ts";
import * as query from "./query.ts";
import { actionTerm, type OcciCall } from "./request.ts";

type Method = "GET" | "POST" | "PUT" | "DELETE";
type Methods = Partial<Record<Method, () => Promise<Result>>>;

const QUERY = /^\/(?:-|\.well-known\/org\/ogf\/occi\/-)\/?$/;

/** What is at `/`, and above the collections of links and of resources. */
const UNIONS: Readonly<Record<string, readonly TypeId[]>> = {
  "/": ALL_TYPES,
  "/link": ALL_TYPES.filter(isLinkType),
  "/resource": ALL_TYPES.filter((kind) => !isLinkType(kind)),
};

const withoutSlash = (path: string): string => (path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path);

/** The kinds of a collection that is no mixin's; undefined for none. */
function kindsAt(path: string): readonly TypeId[] | undefined {
  const kind = kindAt(path);
  const name = withoutSlash(path);
  return kind !== undefined ? [kind.type] : Object.hasOwn(UNIONS, name) ? UNIONS[name] : undefined;
}

/** Whether a path is right below the collection of a kind, where entities are. */
function isBelowKind(path: string): boolean {
  return kindAt(withoutSlash(path).replace(/\/[^/]+$/, "")) !== undefined;
}

/** For metrics and the log: few words for all paths. */
export function routeOf(path: string): string {
  if (QUERY.test(path)) return "/-/";
  const address = addressOf(path);
  if (address !== undefined) return `${path.replace(/\/?[^/]+\/?$/, "")}/:id`;
  if (/^\/(mixin|tags)\//.test(path)) return "/mixin/*";
  return kindsAt(path) === undefined ? "/*" : withoutSlash(path);
}

/** What a log line calls the thing that is changed. */
function resourceOf(path: string): string {
  if (QUERY.test(path)) return "mixin";
  const words = path.split("/").filter((word) => word !== "" && word !== "link");
  if (addressOf(path) !== undefined) return words.join("/");
  return kindsAt(path) === undefined && !isBelowKind(path) ? "mixin" : (words[0] ?? "all");
}

function ofQuery(occi: OcciCall): Methods {
  return {
    GET: () => query.discover(occi),
    POST: () => query.addMixins(occi),
    DELETE: () => query.removeMixins(occi),
  };
}

function ofEntity(occi: OcciCall, address: Address): Methods {
  const action = actionTerm(occi);
  return {
    GET: () => entity.show(occi, address),
    PUT: () => entity.replace(occi, address),
    POST: () => (action === undefined ? entity.update(occi, address) : entity.perform(occi, address, action)),
    DELETE: () => entity.remove(occi, address),
  };
}

/** Below the collection of a kind, at what is no id: the same answers as at an id that is not there. */
function ofNothing(): Methods {
  const [none, put] = [() => entity.absent(false), () => entity.absent(true)];
  return { GET: none, PUT: put, POST: none, DELETE: none };
}

/** Collections of a kind, and unions of what is below (C-3). */
function ofKinds(occi: OcciCall, kinds: readonly TypeId[]): Methods {
  const collected: Collected = { kinds };
  const action = actionTerm(occi);
  const [only] = kinds.length === 1 ? kinds : [];
  return {
    GET: () => collection.list(occi, collected),
    POST: () => (action === undefined ? collection.create(occi, only) : collection.performAll(occi, collected, action)),
    DELETE: () => collection.removeAll(occi, collected),
  };
}

function ofMixin(occi: OcciCall, catalog: Catalog, mixin: Mixin): Methods {
  const collected = collectedBy(occi, catalog, mixin);
  const action = actionTerm(occi);
  return {
    GET: () => collection.list(occi, collected, catalog),
    POST: () =>
      action === undefined ? mixins.associate(occi, catalog, mixin) : collection.performAll(occi, collected, action),
    PUT: () => mixins.replace(occi, catalog, mixin),
    DELETE: () => mixins.dissociate(occi, catalog, mixin),
  };
}

/** The kind or mixin whose collection is at a path; those of templates and zones are looked up by their terms. */
async function categoryAt(
  occi: OcciCall,
  path: string,
): Promise<{ catalog: Catalog; category: Kind | Mixin | undefined }> {
  const own = await ownCatalog(occi);
  const found = own.registry.at(path);
  if (found !== undefined) return { catalog: own, category: found };
  const [, family, term = ""] = /^\/mixin\/(os_tpl|availability_zone|floatingippool)\/([^/]+)\/?$/.exec(path) ?? [];
  const schemes = schemesOf(occi.deps.config);
  const id =
    family === "os_tpl" && osSourceOf(term) !== undefined
      ? schemes.osTpl + term
      : family === "availability_zone" && numberOf(term, "zone") !== undefined
        ? schemes.zone + term
        : family === "floatingippool" && numberOf(term, "pool") !== undefined
          ? schemes.pool + term
          : undefined;
  if (id === undefined) return { catalog: own, category: undefined };
  const catalog = await withNamed(occi, own, [id]);
  return { catalog, category: catalog.registry.mixin(id) };
}

async function methodsAt(occi: OcciCall): Promise<Methods | undefined> {
  const { path } = occi;
  if (QUERY.test(path)) return ofQuery(occi);
  const address = addressOf(path);
  if (address !== undefined) return ofEntity(occi, address);
  const kinds = kindsAt(path);
  if (kinds !== undefined) return ofKinds(occi, kinds);
  if (isBelowKind(path)) return ofNothing();
  const { catalog, category } = await categoryAt(occi, path);
  if (category?.class === "mixin") return ofMixin(occi, catalog, category);
  return category === undefined ? undefined : ofKinds(occi, [typeId(category)]);
}

/** `Allow` of what is there. */
function allowOf(methods: Methods): string {
  return [...Object.keys(methods), "HEAD", "OPTIONS"].join(", ");
}

/** Answers any request of this dialect. Made once: it keeps what all requests share. */
export function ogfHandler(): Handler {
  const commonTypes = new CommonTypes();
  return async (call) => {
    const { request, deps, session, target } = call;
    const rendering = negotiate(request.headers.get("accept"));
    return answer({ call, deps, session, commonTypes, rendering, path: target.path });
  };
}

async function answer(occi: OcciCall): Promise<Result> {
  const { call } = occi;
  const { request, target } = call;
  const methods = await methodsAt(occi);
  if (methods === undefined) {
    throw new OcciError("NOT_FOUND", "There is nothing under this address.", {
      hint: say`GET ${{ place: "/-/" }} lists what there is.`,
    });
  }
  const allow = allowOf(methods);
  if (request.method === "OPTIONS") return { status: 204, headers: [["Allow", allow]] };
  const method = (request.method === "HEAD" ? "GET" : request.method) as Method;
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (run !== undefined) {
    call.concerns(resourceOf(target.path));
    return run();
  }
  throw new OcciError("METHOD_NOT_ALLOWED", `${request.method} is not possible here.`, {
    allow,
    hint: `Possible: ${allow}.`,
  });
}
