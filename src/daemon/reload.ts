/** Takes a changed configuration into use while the server runs; a faulty one changes nothing. */
import type { Config } from "../config/config.ts";
import { hostFor } from "../config/derive.ts";
import { messageOf, OcciError } from "../errors.ts";

/** Settings that only a new process can change, with the names of the options. */
const NEEDS_RESTART = {
  port: "PORT",
  host: "HOST",
  imageDir: "IMAGE_DIR",
  stateDir: "STATE_DIR",
  sslClientCa: "SSL_CLIENT_CA",
  sslClientAuth: "SSL_CLIENT_AUTH",
  admin: "ADMIN",
} as const satisfies Partial<Record<keyof Config, string>>;

export interface Merged {
  readonly config: Config;
  /** Options that are changed in the file and keep their old value until a restart. */
  readonly kept: readonly string[];
}

/** The new configuration, as far as it can be taken into use at run time. */
export function mergeAtRunTime(running: Config, wanted: Config): Merged {
  const keys = (Object.keys(NEEDS_RESTART) as (keyof typeof NEEDS_RESTART)[]).filter(
    (key) => !Bun.deepEquals(running[key], wanted[key]),
  );
  const old = Object.fromEntries(keys.map((key) => [key, running[key]]));
  // The base of hrefs holds the port that is in use.
  const base = keys.includes("port") ? { baseUrl: running.baseUrl } : {};
  return {
    config: Object.freeze({ ...wanted, ...old, ...base }),
    kept: keys.map((key) => optionOf(key, running, wanted)),
  };
}

/** The option that was typed: without HOST, the name in SERVER decides the address. */
function optionOf(key: keyof typeof NEEDS_RESTART, running: Config, wanted: Config): string {
  const byName = wanted.server !== running.server && wanted.host === hostFor(wanted.server);
  return key === "host" && byName ? "SERVER" : NEEDS_RESTART[key];
}

/** The outcome of one reload. */
export interface ReloadOutcome {
  /** Microseconds of the machine's monotonic clock, when it began: earlier changes are part of it. */
  readonly began: string;
  /** Why everything stayed as it was; undefined when it did not. */
  readonly failure: string | undefined;
  readonly warnings: readonly string[];
}

export interface ReloaderOptions {
  /** Microseconds of the machine's monotonic clock. */
  readonly clock: () => bigint;
  /** Does it. @returns warnings. @throws with the reason, when everything stayed as it was. */
  readonly reload: () => Promise<readonly string[]>;
  readonly onBegin: (began: bigint) => void;
  readonly onEnd: (outcome: ReloadOutcome) => void;
}

/**
 * Reloads one after the other. However many are asked for while one is under way, one more follows.
 * @returns what asks for a reload.
 */
export function createReloader({ clock, reload, onBegin, onEnd }: ReloaderOptions): () => void {
  let asked = false;
  let busy = false;

  async function one(): Promise<void> {
    const began = clock();
    onBegin(began);
    const result = { began: String(began), warnings: [] as readonly string[] };
    try {
      onEnd({ ...result, failure: undefined, warnings: await reload() });
    } catch (error) {
      onEnd({ ...result, failure: wordsOf(error) });
    }
  }

  async function all(): Promise<void> {
    busy = true;
    while (asked) {
      asked = false;
      await one();
    }
    busy = false;
  }

  return () => {
    asked = true;
    if (!busy) void all();
  };
}

function wordsOf(error: unknown): string {
  const hint = error instanceof OcciError && error.hint !== undefined ? ` ${error.hint}` : "";
  return `${messageOf(error)}${hint}`;
}
