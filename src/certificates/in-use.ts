/** The certificates of a running server: taken into use when their files change, made again before they end. */
import { statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Config } from "../config/config.ts";
import { messageOf, OcciError } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import { endsSoon, selfSignedFile } from "./self-signed.ts";
import { certificateFiles, type Identity, identitiesOf, type TlsOptions, tlsOf } from "./tls.ts";

/** Milliseconds between two attempts to replace a self-signed certificate that expires soon. */
const RENEW_EVERY_MS = 60 * 60 * 1000;

export interface CertificateOptions {
  readonly log: Logger;
  readonly now: () => Date;
  /** Makes new connections get it. */
  readonly present: (tls: readonly TlsOptions[]) => Promise<void>;
}

export interface Certificates {
  /** The certificates in use; clients that ask for no name get the first. */
  readonly identities: readonly Identity[];
  /** Why what the files hold now is not in use. */
  readonly failure: string | undefined;
  /**
   * Takes what the configuration names into use, if it is another one.
   * @throws OcciError SETUP_FAULT when it cannot be used: then the one in use stays.
   */
  use(config: Config): Promise<void>;
  /** Begins to poll the files. @returns a function that stops it. */
  watch(every: number): () => void;
}

/** @param initial what the server began with. */
export function createCertificates(
  initial: Config,
  begunWith: readonly Identity[],
  { log, now, present }: CertificateOptions,
): Certificates {
  let config = initial;
  let identities = begunWith;
  let failure: string | undefined;
  let presented = tlsOf(begunWith, initial);
  /** The files as they were when they were last read, and as they were at the last look. */
  let read = stateOf(config);
  let seen = read;
  let lastRenewal = Number.NEGATIVE_INFINITY;

  /** Asking for a self-signed certificate that expires soon makes a new one. */
  function renewalDue(): boolean {
    const [own] = identities;
    if (own?.file !== selfSignedFile(config) || !endsSoon(own.certificate, now())) return false;
    if (performance.now() - lastRenewal < RENEW_EVERY_MS) return false;
    lastRenewal = performance.now();
    return true;
  }

  async function use(next: Config): Promise<void> {
    const state = stateOf(next);
    const found = await identitiesOf(next, now());
    for (const identity of found) refuseExpired(identity, identities, now());
    const tls = tlsOf(found, next);
    if (!isDeepStrictEqual(tls, presented)) {
      await present(tls);
      presented = tls;
      for (const { file, fingerprint, certificate } of found) {
        const until = certificate.validToDate.toISOString();
        log.info("new connections get another certificate", { file, fingerprint, until });
      }
    }
    [config, identities, failure] = [next, found, undefined];
    read = seen = state;
  }

  /** Acts on a state only when it has lasted from one poll to the next: the files might still be being written. */
  async function look(): Promise<void> {
    const state = stateOf(config);
    const settled = state === seen;
    seen = state;
    if (!settled || (state === read && !renewalDue())) return;
    read = state;
    try {
      await use(config);
    } catch (error) {
      failure = messageOf(error);
      log.error("the new certificate cannot be used: the one in use stays", { cause: failure });
    }
  }

  return {
    get identities() {
      return identities;
    },
    get failure() {
      return failure;
    },
    use,
    watch(every) {
      let timer: Timer;
      let ended = false;
      const again = (): void => {
        timer = setTimeout(() => void look().finally(() => ended || again()), every);
      };
      again();
      return () => {
        ended = true;
        clearTimeout(timer);
      };
    },
  };
}

/** An expired certificate is used at the start, if there is no better one, and never instead of a valid one. */
function refuseExpired(found: Identity, inUse: readonly Identity[], now: Date): void {
  if (inUse.length === 0 || inUse.some(({ fingerprint }) => fingerprint === found.fingerprint)) return;
  const { validFromDate, validToDate } = found.certificate;
  const fault = (what: string, hint: string): OcciError =>
    new OcciError("SETUP_FAULT", `The certificate in ${found.file} ${what}.`, { hint });
  if (validToDate < now) throw fault(`expired at ${validToDate.toISOString()}`, "Put a new one in its place.");
  if (validFromDate > now) {
    throw fault(`is not valid before ${validFromDate.toISOString()}`, "Look at the clock of this machine.");
  }
}

/** Changes whenever one of the files is written or replaced. */
function stateOf(config: Config): string {
  return certificateFiles(config)
    .map((file) => {
      const found = statSync(file, { bigint: true, throwIfNoEntry: false });
      return found === undefined ? "none" : `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}`;
    })
    .join(" ");
}
