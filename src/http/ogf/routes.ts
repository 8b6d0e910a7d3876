/** The routes of OCCI 1.2: what stands at a path, and what can be done with it. */

import type { Address, EntityKind } from "../../cloud/ogf/kind.ts";
import { ALL_TYPES, addressOf, isLinkType, KINDS } from "../../cloud/ogf/kinds.ts";
import { type Collected, collectedBy } from "../../cloud/ogf/listing.ts";
import { typeAt } from "../../cloud/ogf/types/at-path.ts";
import type { Catalog } from "../../cloud/ogf/types/catalog.ts";
import { type Mixin, type TypeId, typeId } from "../../dialects/ogf/index.ts";
import type { Result } from "../result.ts";
import * as collection from "./collection.ts";
import * as entity from "./entity.ts";
import * as mixins from "./mixin.ts";
import * as query from "./query.ts";
import { actionTerm, type OgfCall } from "./request.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";
export type Methods = Partial<Record<Method, () => Promise<Result>>>;

export interface OgfRoute {
  /** Elysia's pattern. */
  readonly path: string;
  /** For metrics and the log: few words for all paths. */
  readonly name: string;
  /** The name of the changed resource in a log line. @param path as it was sent. */
  resource(path: string): string;
  /** The methods that are possible there; undefined where nothing exists. */
  methods(occi: OgfCall): Methods | undefined | Promise<Methods | undefined>;
}

function ofQuery(occi: OgfCall): Methods {
  return {
    GET: () => query.discover(occi),
    POST: () => query.addMixins(occi),
    DELETE: () => query.removeMixins(occi),
  };
}

function ofEntity(occi: OgfCall, address: Address): Methods {
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
function ofKinds(occi: OgfCall, kinds: readonly TypeId[]): Methods {
  const collected: Collected = { kinds };
  const action = actionTerm(occi);
  const [only] = kinds.length === 1 ? kinds : [];
  return {
    GET: () => collection.list(occi, collected),
    POST: () => (action === undefined ? collection.create(occi, only) : collection.performAll(occi, collected, action)),
    DELETE: () => collection.removeAll(occi, collected),
  };
}

function ofMixin(occi: OgfCall, catalog: Catalog, mixin: Mixin): Methods {
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

/** Everywhere else may be the collection of a mixin: users put theirs where they like. */
export const ANYWHERE: OgfRoute = {
  path: "/*",
  name: "/*",
  resource: () => "mixin",
  async methods(occi) {
    const { catalog, type } = await typeAt(occi, occi.path);
    if (type?.class === "mixin") return ofMixin(occi, catalog, type);
    return type === undefined ? undefined : ofKinds(occi, [typeId(type)]);
  },
};

function queryAt(path: string): OgfRoute {
  return { path, name: "/-/", resource: () => "mixin", methods: ofQuery };
}

function unionAt(path: string, resource: string, kinds: readonly TypeId[]): OgfRoute {
  return { path, name: path, resource: () => resource, methods: (occi) => ofKinds(occi, kinds) };
}

/** `networkinterface/7_nic_0` of `/link/networkinterface/7_nic_0`. */
function wordsOf(path: string): readonly string[] {
  return path.split("/").filter((word) => word !== "" && word !== "link");
}

function routesOf({ path, type }: EntityKind): readonly OgfRoute[] {
  const [word = ""] = wordsOf(path);
  const entities: OgfRoute = {
    path: `${path}/:id`,
    name: `${path}/:id`,
    resource: (sent) => (addressOf(sent) === undefined ? word : wordsOf(sent).join("/")),
    methods(occi) {
      // The id as it was sent: Elysia's is decoded, and ids have nothing that needs to be encoded.
      const address = addressOf(occi.path);
      return address === undefined ? ofNothing() : ofEntity(occi, address);
    },
  };
  return [unionAt(path, word, [type]), entities];
}

export const OGF_ROUTES: readonly OgfRoute[] = [
  queryAt("/-"),
  queryAt("/.well-known/org/ogf/occi/-"),
  unionAt("/", "all", ALL_TYPES),
  // Above the collections of links and of resources.
  unionAt("/link", "all", ALL_TYPES.filter(isLinkType)),
  unionAt(
    "/resource",
    "resource",
    ALL_TYPES.filter((type) => !isLinkType(type)),
  ),
  ...KINDS.flatMap(routesOf),
  ...["/mixin/*", "/tags/*"].map((path) => ({ ...ANYWHERE, path, name: "/mixin/*" })),
  ANYWHERE,
];
