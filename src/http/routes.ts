/** The paths of OpenNebula's XML, and what is there. Paths are Elysia's patterns. */

import type { Handler } from "./call.ts";
import * as compute from "./routes-compute.ts";
import * as network from "./routes-network.ts";
import { instanceType, instanceTypes, root } from "./routes-static.ts";
import * as storage from "./routes-storage.ts";
import * as user from "./routes-user.ts";

/** A path of OpenNebula's XML. */
export interface Route {
  readonly path: string;
  readonly methods: Readonly<Partial<Record<"GET" | "POST" | "PUT" | "DELETE", Handler>>>;
}

/** Everywhere that has no other place. */
export const ELSEWHERE = "/*";

export const ROUTES: readonly Route[] = [
  { path: "/", methods: { GET: root } },
  { path: "/compute", methods: { GET: compute.list, POST: compute.create } },
  { path: "/compute/:id", methods: { GET: compute.show, PUT: compute.change, DELETE: compute.remove } },
  { path: "/compute/:id/action", methods: { POST: compute.act } },
  { path: "/network", methods: { GET: network.list, POST: network.create } },
  { path: "/network/:id", methods: { GET: network.show, PUT: network.change, DELETE: network.remove } },
  { path: "/network/:id/action", methods: { POST: network.act } },
  { path: "/storage", methods: { GET: storage.list, POST: storage.create } },
  { path: "/storage/:id", methods: { GET: storage.show, PUT: storage.change, DELETE: storage.remove } },
  { path: "/storage/:id/action", methods: { POST: storage.act } },
  { path: "/instance_type", methods: { GET: instanceTypes } },
  { path: "/instance_type/:name", methods: { GET: instanceType } },
  { path: "/user", methods: { GET: user.list } },
  { path: "/user/:id", methods: { GET: user.show } },
  { path: "/user/:id/action", methods: { POST: user.act } },
  { path: ELSEWHERE, methods: {} },
];
