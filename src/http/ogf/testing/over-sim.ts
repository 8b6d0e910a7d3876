/** The same tests of OCCI 1.2 against the application in the process and over TLS, in front of the stand-in oned. */
import { afterAll, afterEach, beforeAll, beforeEach, describe } from "bun:test";
import type { Clock } from "../../../clock.ts";
import { ADMIN, ALICE, BOB, testClock } from "../../../cloud/testing/over-sim.ts";
import type { Config } from "../../../config/config.ts";
import { type OnedSim, type SimOptions, startOnedSim } from "../../../oned-sim/index.ts";
import { createRpc } from "../../../opennebula/rpc.ts";
import { createApp } from "../../app.ts";
import type { AppDeps } from "../../app-deps.ts";
import { LoginDelay } from "../../login-delay.ts";
import type { RunningServer } from "../../server.ts";
import { type Answer, basic, makeParts, type Parts, startCloud } from "../../testing/cloud.ts";

const LOGINS = { alice: ALICE, bob: BOB, oneadmin: ADMIN } as const;

type Way = "in the process" | "over TLS";

export const BASE = "https://cloud.example.org";
export const CORE = "http://schemas.ogf.org/occi/core#";
export const INFRA = "http://schemas.ogf.org/occi/infrastructure#";
export const OS_TPL = "http://localhost/occi/infrastructure/os_tpl#";
export const RESOURCE_TPL = "http://localhost/occi/infrastructure/resource_tpl#";
export const JSON_TYPE = "application/occi+json";

export interface OcciSending {
  /** alice unless told; `name:password` for others, null for nobody. */
  readonly user?: keyof typeof LOGINS | `${string}:${string}` | null;
  /** Of one that is there twice both are sent. */
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: string;
  /** In place of a body that is text. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

export interface OcciWorld {
  request(method: string, path: string, sending?: OcciSending): Promise<Answer>;
  /** A new one for each test, with the demo's users, images, networks and machines. */
  readonly sim: OnedSim;
  /** Calls to oned since the test began, or since `resetCalls`. */
  calls(): number;
  resetCalls(): void;
  readonly deps: AppDeps;
  /** All lines of the log since the first test. */
  logged(): string;
}

function requestOf(url: string, method: string, sending: OcciSending): Request {
  const { user = "alice", headers = {}, accept, contentType, bytes, body = bytes } = sending;
  const all = new Headers();
  for (const [name, value] of Symbol.iterator in headers ? headers : Object.entries(headers)) all.append(name, value);
  if (user !== null && !all.has("authorization")) {
    all.set("authorization", basic(user.includes(":") ? user : LOGINS[user as keyof typeof LOGINS]));
  }
  if (accept !== undefined) all.set("accept", accept);
  const request = new Request(url, { method, headers: all, ...(body !== undefined && { body }) });
  // A body of text gets a type of its own otherwise.
  if (contentType !== undefined) request.headers.set("content-type", contentType);
  else if (!all.has("content-type")) request.headers.delete("content-type");
  return request;
}

const VM_TYPES: Config["vmTypes"] = [
  ...["small", "medium", "large"].map((name) => ({ name, template: `${name}.eta` })),
  { name: "custom", template: "custom.eta", cpuMax: 8, memoryMax: 16_384 },
];

/** Defines `tests` once for each way to reach the application; each test finds the cloud as it was at first. */
export function describeOcci(
  name: string,
  tests: (world: OcciWorld) => void,
  different: Partial<Config> = {},
  options: SimOptions = {},
  clock: (sim: OnedSim) => Clock = testClock,
): void {
  for (const way of ["in the process", "over TLS"] as const) describe(`${name}, ${way}`, () => defineFor(way));

  function defineFor(way: Way): void {
    const config: Partial<Config> = { wait: 10_000, defaultDialect: "ogf", vmTypes: VM_TYPES, ...different };
    let parts: Parts | undefined;
    let server: RunningServer | undefined;
    let send: ((method: string, path: string, sending: OcciSending) => Promise<Response>) | undefined;
    let sim: OnedSim | undefined;
    let deps: AppDeps | undefined;
    let before = 0;

    const rpcOf = (url: string) => createRpc({ urls: [url], connections: 8, timeout: 5_000, answerLimit: 1 << 26 });

    beforeAll(async () => {
      const nowhere = rpcOf("http://127.0.0.1:1/RPC2");
      if (way === "over TLS") {
        const cloud = await startCloud(nowhere, { ssl: "self-signed", ...config });
        ({ server } = cloud);
        const { ca = "", port } = cloud.endpoint;
        parts = cloud;
        send = (method, path, sending) =>
          fetch(requestOf(`https://localhost:${port}${path}`, method, sending), { tls: { ca }, redirect: "manual" });
      } else {
        parts = await makeParts(nowhere, config);
      }
    });
    afterAll(async () => {
      await server?.stop(0);
      parts?.remove();
    });
    beforeEach(async () => {
      if (parts === undefined) throw new Error("the cloud is not started");
      sim = await startOnedSim({ seed: "demo", stepMs: 0, ...options });
      before = 0;
      deps = { ...parts.deps, clock: clock(sim), logins: new LoginDelay(), oned: rpcOf(sim.url) };
      if (server !== undefined) {
        server.use(deps);
        return;
      }
      const app = createApp(deps);
      send = (method, path, sending) =>
        app(requestOf(`http://localhost${path}`, method, sending), { address: "127.0.0.1", untimed() {} });
    });
    afterEach(async () => {
      await sim?.stop();
    });

    tests({
      get sim() {
        if (sim === undefined) throw new Error("the stand-in is not started");
        return sim;
      },
      get deps() {
        if (deps === undefined) throw new Error("the cloud is not started");
        return deps;
      },
      logged: () => parts?.log.lines.join("") ?? "",
      calls: () => (sim?.callCount ?? 0) - before,
      resetCalls() {
        before = sim?.callCount ?? 0;
      },
      async request(method, path, sending = {}) {
        if (send === undefined) throw new Error("the cloud is not started");
        const response = await send(method, path, sending);
        const body = await response.text();
        // Over a connection the listener leaves it out.
        return { status: response.status, headers: response.headers, body: method === "HEAD" ? "" : body };
      },
    });
  }
}

/** The paths that an answer lists, of any text rendering, without the server's name. */
export function listedPaths({ headers, body }: Answer): string[] {
  const type = headers.get("content-type") ?? "";
  const inHeaders = (headers.get("x-occi-location") ?? "").split(", ").filter((one) => one !== "");
  const lines = body.split(/\r?\n/);
  const uris = type.startsWith("text/occi")
    ? inHeaders
    : lines.map((line) => line.replace(/^X-OCCI-Location:\s*/i, "").trim()).filter((line) => line !== "");
  return uris.map((uri) => uri.replace(BASE, ""));
}

/** A category as a line of a text/plain body, or a header's value. */
export function category(id: string, kindOf: "kind" | "mixin" | "action" = "mixin"): string {
  const at = id.indexOf("#") + 1;
  return `${id.slice(at)}; scheme="${id.slice(0, at)}"; class="${kindOf}"`;
}

/** Whole collections of everything, in text/uri-list, as paths. */
export async function everything(world: OcciWorld, path = "/", user: OcciSending["user"] = "alice"): Promise<string[]> {
  return listedPaths(await world.request("GET", path, { accept: "text/uri-list", user }));
}

/** A small machine of the demo's first image, in text/plain. */
export function smallMachine(...more: readonly string[]): OcciSending {
  const lines = [
    `Category: ${category(`${INFRA}compute`, "kind")}`,
    `Category: ${category(`${RESOURCE_TPL}small`)}`,
    `Category: ${category(`${OS_TPL}image_0`)}`,
    ...more,
  ];
  return { contentType: "text/plain", body: lines.join("\n") };
}
