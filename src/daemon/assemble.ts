/** Puts the parts of the server together: the only place that knows all of them. */
import { systemClock } from "../cloud/follow.ts";
import { UserTurns } from "../cloud/user-turns.ts";
import { createX509Login } from "../cloud/x509-login.ts";
import type { Config } from "../config/config.ts";
import { messageOf, OcciError } from "../errors.ts";
import type { AppDeps } from "../http/app-deps.ts";
import { LoginDelay } from "../http/login-delay.ts";
import type { Observer } from "../http/observer.ts";
import { createClientOf } from "../http/proxies.ts";
import { type RunningServer, type ServerOptions, startServer } from "../http/server.ts";
import type { Logger } from "../log/log.ts";
import { PoolReader } from "../opennebula/read-around.ts";
import { createRpc, type Rpc } from "../opennebula/rpc.ts";
import { readServerAccount, type ServerAccount } from "../opennebula/server-session.ts";
import { readSetting } from "../read-file.ts";
import { Screens } from "../screen/screens.ts";
import type { Templates } from "../templates/engine.ts";
import { consoleParts } from "./console.ts";
import { imageDirectory } from "./image-directory.ts";
import { listenError } from "./listen-error.ts";
import { checkedTemplates } from "./templates.ts";

/** The parts, and who counts what they do. */
export interface Parts extends AppDeps {
  readonly oned: Rpc;
}

export interface Counting extends Observer {
  onedCalled(method: string, milliseconds: number, result: string): void;
}

/**
 * Makes the parts; nothing is sent and nobody listens yet.
 * @param running the parts of an earlier configuration: those that stay the same are taken from them.
 * @param templates of the configuration, when they have passed their check.
 * @throws OcciError SETUP_FAULT when ONE_CA cannot be read, or a template is faulty.
 */
export async function assemble(
  config: Config,
  log: Logger,
  counting?: Counting,
  running?: Parts,
  templates: Templates = checkedTemplates(config),
): Promise<Parts> {
  forgetProxies();
  const sameStaging = running !== undefined && same(config, running.config, ["imageDir", "uploadLimit"]);
  // Two of them would take twice as many of oned's connections: for an unchanged oned there is one.
  const sameOned = running !== undefined && same(config, running.config, ONED);
  const oned = sameOned ? running.oned : connectToOned(config, log, counting);
  const account = config.auth === "x509" ? serverAccount(config) : undefined;
  return {
    config,
    log,
    clock: systemClock,
    clientOf: createClientOf(config),
    ...(account !== undefined && { x509: createX509Login({ account, oned }) }),
    staging: sameStaging ? running.staging : imageDirectory(config, log),
    templates,
    pools: running?.pools ?? new PoolReader(),
    userTurns: running?.userTurns ?? new UserTurns(),
    screens: running?.screens ?? new Screens(),
    logins: running?.logins ?? new LoginDelay(),
    oned,
    console: consoleParts(config),
    ...(counting !== undefined && { observer: counting }),
  };
}

/** All that the connection to oned is made of. */
const ONED = ["onedUrls", "onedCa", "oneConnections", "oneTimeout", "oneDriverTimeout", "answerLimit", "wait"] as const;

/** A client of the oned that is configured. @throws OcciError SETUP_FAULT when ONE_CA cannot be read. */
export function connectToOned(config: Config, log?: Logger, counting?: Counting): Rpc {
  return createRpc({
    urls: config.onedUrls,
    ca: authorities(config),
    connections: config.oneConnections,
    timeout: config.oneTimeout,
    driverTimeout: config.oneDriverTimeout,
    answerLimit: config.answerLimit,
    wait: config.wait,
    onReadOnly: (reason) =>
      reason === undefined
        ? log?.info("OpenNebula accepts changes again")
        : log?.warning("OpenNebula does not accept changes", { cause: reason }),
    onCall: (method, milliseconds, outcome) => {
      counting?.onedCalled(method, milliseconds, outcome);
      log?.debug("oned", { method, ms: Math.round(milliseconds), outcome });
    },
    onCut: onceAMinute((method, parts) =>
      log?.warning("an object of OpenNebula has more parts than this server reads: the rest is ignored", {
        method,
        parts: parts.join(" "),
      }),
    ),
  });
}

const MINUTE_MS = 60_000;

/**
 * The time of the last line for each method: a user who reads the object again and again must not fill the log.
 * @param now milliseconds of a clock that never runs backwards.
 */
export function onceAMinute<A extends readonly unknown[]>(
  tell: (method: string, ...rest: A) => void,
  now = () => performance.now(),
) {
  const told = new Map<string, number>();
  return (method: string, ...rest: A): void => {
    const time = now();
    if (time - (told.get(method) ?? Number.NEGATIVE_INFINITY) < MINUTE_MS) return;
    told.set(method, time);
    tell(method, ...rest);
  };
}

/** @throws OcciError SETUP_FAULT when ONE_SERVER_AUTH cannot be read or is not what OpenNebula writes. */
function serverAccount({ oneServerAuth = "" }: Config): ServerAccount {
  const text = readSetting("ONE_SERVER_AUTH", oneServerAuth);
  try {
    const account = readServerAccount(text);
    if (account !== undefined) return account;
  } catch (cause) {
    const message = `ONE_SERVER_AUTH: the key in ${oneServerAuth} is damaged: ${messageOf(cause)}.`;
    throw new OcciError("SETUP_FAULT", message, { cause });
  }
  throw new OcciError(
    "SETUP_FAULT",
    `ONE_SERVER_AUTH: ${oneServerAuth} contains neither serveradmin:PASSWORD nor a private key.`,
  );
}

function same(one: Config, other: Config, keys: readonly (keyof Config)[]): boolean {
  return keys.every((key) => Bun.deepEquals(one[key], other[key]));
}

/** A web proxy of somebody's environment must not be handed the passwords that go to oned. */
function forgetProxies(): void {
  for (const name of Object.keys(process.env)) if (/^(https?|all)_proxy$/i.test(name)) delete process.env[name];
}

/**
 * Starts listening.
 * @throws OcciError SETUP_FAULT that names the obstacle: the address or the certificate.
 */
export async function listen(deps: AppDeps, options: ServerOptions): Promise<RunningServer> {
  try {
    return await startServer(deps, options);
  } catch (error) {
    throw listenError(deps.config.host, deps.config.port, "PORT", error);
  }
}

/**
 * The authorities that may sign oned's certificate: the system's and ONE_CA's. Bun's own list is for the web at large.
 */
export function authorities({ onedUrls, onedCa }: Config): string[] | undefined {
  if (!onedUrls.some((url) => url.startsWith("https:"))) return undefined;
  // Loaded where it is used: with oned on the same machine nobody needs it.
  const system = process.getBuiltinModule("node:tls").getCACertificates("system");
  if (onedCa === undefined) return system;
  return [...system, readSetting("ONE_CA", onedCa)];
}
