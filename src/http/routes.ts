/** The paths of OpenNebula's XML, and what is there. Paths are Elysia's patterns. */

import type { Handler } from "./call.ts";

/** Handlers of a module that is loaded when the first request needs it: a start does without use cases and markup. */
function late<M>(load: () => Promise<M>): (pick: (module: M) => Handler) => Handler {
  let loaded: M | undefined;
  async function first(): Promise<M> {
    loaded = await load();
    return loaded;
  }
  return (pick) => (call) => (loaded === undefined ? first().then((module) => pick(module)(call)) : pick(loaded)(call));
}

const fixed = late(() => import("./routes-static.ts"));
const compute = late(() => import("./routes-compute.ts"));
const network = late(() => import("./routes-network.ts"));
const storage = late(() => import("./routes-storage.ts"));
const user = late(() => import("./routes-user.ts"));

/** A path of OpenNebula's XML. */
export interface Route {
  readonly path: string;
  readonly methods: Readonly<Partial<Record<"GET" | "POST" | "PUT" | "DELETE", Handler>>>;
}

/** Everywhere that has no other place. */
export const ELSEWHERE = "/*";

export const ROUTES: readonly Route[] = [
  { path: "/", methods: { GET: fixed((its) => its.root) } },
  { path: "/compute", methods: { GET: compute((its) => its.list), POST: compute((its) => its.create) } },
  {
    path: "/compute/:id",
    methods: {
      GET: compute((its) => its.show),
      PUT: compute((its) => its.change),
      DELETE: compute((its) => its.remove),
    },
  },
  { path: "/compute/:id/action", methods: { POST: compute((its) => its.act) } },
  { path: "/network", methods: { GET: network((its) => its.list), POST: network((its) => its.create) } },
  {
    path: "/network/:id",
    methods: {
      GET: network((its) => its.show),
      PUT: network((its) => its.change),
      DELETE: network((its) => its.remove),
    },
  },
  { path: "/network/:id/action", methods: { POST: network((its) => its.act) } },
  { path: "/storage", methods: { GET: storage((its) => its.list), POST: storage((its) => its.create) } },
  {
    path: "/storage/:id",
    methods: {
      GET: storage((its) => its.show),
      PUT: storage((its) => its.change),
      DELETE: storage((its) => its.remove),
    },
  },
  { path: "/storage/:id/action", methods: { POST: storage((its) => its.act) } },
  { path: "/instance_type", methods: { GET: fixed((its) => its.instanceTypes) } },
  { path: "/instance_type/:name", methods: { GET: fixed((its) => its.instanceType) } },
  { path: "/user", methods: { GET: user((its) => its.list) } },
  { path: "/user/:id", methods: { GET: user((its) => its.show) } },
  { path: "/user/:id/action", methods: { POST: user((its) => its.act) } },
  { path: ELSEWHERE, methods: {} },
];
