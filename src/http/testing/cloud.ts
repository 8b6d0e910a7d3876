/** The same tests against the application in the process and over real connections, plain and with TLS. */
import { afterAll, beforeAll, beforeEach, describe } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeClientAuthority } from "../../certificates/testing/client-certificates.ts";
import { tlsOptions } from "../../certificates/tls.ts";
import { systemClock } from "../../cloud/follow.ts";
import { openStaging } from "../../cloud/staging.ts";
import { UserTurns } from "../../cloud/user-turns.ts";
import type { Config } from "../../config/config.ts";
import type { OnedConnection } from "../../opennebula/client.ts";
import { PoolReader } from "../../opennebula/read-around.ts";
import { createTemplates, type Templates } from "../../templates/engine.ts";
import { createApp } from "../app.ts";
import type { AppDeps } from "../app-deps.ts";
import { LoginDelay } from "../login-delay.ts";
import { type RunningServer, type ServerOptions, startServer } from "../server.ts";
import { testConfig } from "./config.ts";
import { type RecordedLog, recordedLog } from "./recorded-log.ts";
import { PASSWORDS, SmallOned, type UserName } from "./small-oned.ts";
import type { Endpoint } from "./wire.ts";

export interface Sending {
  /** A user by name, with the right password; `name:password` for others. */
  readonly user?: UserName | `${string}:${string}`;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

/** The value of an Authorization header for a user. */
export function authorization(user: UserName | `${string}:${string}`): string {
  return basic(user.includes(":") ? user : `${user}:${PASSWORDS[user as UserName]}`);
}

function requestOf(url: string, method: string, { user, headers, body }: Sending): Request {
  const all = new Headers(headers);
  if (user !== undefined && !all.has("authorization")) all.set("authorization", authorization(user));
  return new Request(url, { method, headers: all, ...(body !== undefined && { body }) });
}

async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** The parts of a server in a directory of its own. */
export interface Parts {
  readonly deps: AppDeps;
  readonly log: RecordedLog;
  remove(): void;
}

export async function makeParts(
  oned: OnedConnection,
  different: Partial<Config> = {},
  log: RecordedLog = recordedLog(),
): Promise<Parts> {
  const directory = mkdtempSync(join(tmpdir(), "occi-http-"));
  const config = testConfig(directory, different);
  return {
    deps: {
      config,
      log,
      oned,
      logins: new LoginDelay(),
      clock: systemClock,
      pools: new PoolReader(),
      userTurns: new UserTurns(),
      staging: await openStaging({ directory: config.imageDir, limit: config.uploadLimit }),
      templates: rereading(() => createTemplates({ location: config.templateLocation, vmTypes: config.vmTypes })),
    },
    log,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Looks at the files for each use: tests change them between two requests, and wait for no watch. */
function rereading(make: () => Templates): Templates {
  let current = make();
  return new Proxy(current, {
    get(_first, name) {
      const { read, now } = current.files();
      if (now() !== read) current = make();
      return Reflect.get(current, name);
    },
  });
}

/** A listener with its parts. */
export interface Cloud extends Parts {
  readonly server: RunningServer;
  readonly endpoint: Endpoint;
}

export async function startCloud(
  oned: OnedConnection,
  different: Partial<Config> = {},
  log: RecordedLog = recordedLog(),
  more: Partial<AppDeps> = {},
  options: ServerOptions = {},
): Promise<Cloud> {
  const made = await makeParts(oned, different, log);
  const parts = { ...made, deps: { ...made.deps, ...more } };
  const server = await startServer(parts.deps, options);
  const ca = (await tlsOptions(parts.deps.config))[0]?.cert;
  return { ...parts, server, endpoint: { port: server.port, ca } };
}

/** Sends requests and reads answers; `oned` and `log` are what stands behind. */
export interface Client {
  request(method: string, path: string, sending?: Sending): Promise<Answer>;
  readonly oned: SmallOned;
  /** The lines so far; emptied before each test. */
  readonly log: RecordedLog;
}

type Way = "in the process" | "over TLS";

/** Defines `tests` once for each way to reach the application. */
export function describeCloud(name: string, tests: (client: Client) => void, different: Partial<Config> = {}): void {
  for (const way of ["in the process", "over TLS"] as const) describe(`${name}, ${way}`, () => defineFor(way));

  function defineFor(way: Way): void {
    const oned = new SmallOned();
    const log = recordedLog();
    let parts: Parts | undefined;
    let server: RunningServer | undefined;
    let send: ((method: string, path: string, sending: Sending) => Promise<Response>) | undefined;

    beforeAll(async () => {
      if (way === "over TLS") {
        const cloud = await startCloud(oned, { ssl: "self-signed", ...different }, log);
        ({ server } = cloud);
        const { ca = "", port } = cloud.endpoint;
        parts = cloud;
        send = (method, path, sending) =>
          fetch(requestOf(`https://localhost:${port}${path}`, method, sending), { tls: { ca }, redirect: "manual" });
      } else {
        parts = await makeParts(oned, different, log);
        const app = createApp(parts.deps);
        send = (method, path, sending) =>
          app(requestOf(`http://localhost${path}`, method, sending), { address: "127.0.0.1", untimed() {} });
      }
    });
    afterAll(async () => {
      await server?.stop(0);
      parts?.remove();
    });
    beforeEach(() => {
      oned.reset();
      log.clear();
    });

    tests({
      oned,
      log,
      async request(method, path, sending = {}) {
        if (send === undefined) throw new Error("the cloud is not started");
        const answer = await answerOf(await send(method, path, sending));
        // Over a connection the listener leaves it out.
        return method === "HEAD" ? { ...answer, body: "" } : answer;
      },
    });
  }
}

/** What tests over the listener's own connections see. */
export interface Listening {
  readonly oned: SmallOned;
  /** From the first test on; its log is emptied before each test. */
  readonly cloud: Cloud;
}

type Listeners = "plain" | "TLS" | "the front for client certificates";

/**
 * Defines `tests` once over plain connections, once over TLS, and where it is asked for through the front for client
 * certificates: for bytes that no HTTP client would send.
 */
export function describeListener(
  tests: (listening: Listening) => void,
  listeners: readonly Listeners[] = ["plain", "TLS"],
): void {
  describe.each(listeners)("over %s", (listener) => {
    const oned = new SmallOned();
    const directory = mkdtempSync(join(tmpdir(), "occi-ca-"));
    let cloud: Cloud | undefined;

    beforeAll(async () => {
      const sslClientCa = join(directory, "ca.pem");
      const fronted = listener === "the front for client certificates";
      if (fronted) writeFileSync(sslClientCa, (await makeClientAuthority()).ca);
      cloud = await startCloud(oned, {
        ssl: listener === "plain" ? "off" : "self-signed",
        ...(fronted && { sslClientCa }),
      });
    });
    afterAll(async () => {
      await cloud?.server.stop(0);
      cloud?.remove();
      rmSync(directory, { recursive: true, force: true });
    });
    beforeEach(() => {
      oned.reset();
      cloud?.log.clear();
    });

    tests({
      oned,
      get cloud() {
        if (cloud === undefined) throw new Error("the cloud is not started");
        return cloud;
      },
    });
  });
}

/** All ways to a listener. */
export const ALL_LISTENERS: readonly Listeners[] = ["plain", "TLS", "the front for client certificates"];
