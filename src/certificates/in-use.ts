/** The certificates of a running server: taken into use when their files change, made again before they expire. */
import { statSync } from "node:fs";
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

/** The files of a configuration, and the certificates from them that clients get. */
export class Certificates {
  readonly #log: Logger;
  readonly #now: () => Date;
  readonly #present: CertificateOptions["present"];
  #config: Config;
  #identities: readonly Identity[];
  #presented: readonly TlsOptions[];
  #failure: string | undefined;
  /** The files as they were when they were last read. */
  #read: string;
  /** The files as they were at the last poll. */
  #seen: string;
  #lastRenewal = Number.NEGATIVE_INFINITY;

  /** @param config what the server began with. @param identities the certificates that it began with. */
  constructor(config: Config, identities: readonly Identity[], { log, now, present }: CertificateOptions) {
    [this.#config, this.#identities] = [config, identities];
    [this.#log, this.#now, this.#present] = [log, now, present];
    this.#presented = tlsOf(identities, config);
    this.#read = stateOf(config);
    this.#seen = this.#read;
  }

  /** The certificates in use; clients that ask for no name get the first. */
  get identities(): readonly Identity[] {
    return this.#identities;
  }

  /** Why what the files hold now is not in use. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /**
   * Takes what the configuration names into use, if it is another one.
   * @throws OcciError SETUP_FAULT when it cannot be used: then the one in use stays.
   */
  async use(config: Config): Promise<void> {
    const state = stateOf(config);
    const identities = await identitiesOf(config, this.#now());
    for (const identity of identities) refuseExpired(identity, this.#identities, this.#now());
    const tls = tlsOf(identities, config);
    if (!Bun.deepEquals(tls, this.#presented, true)) {
      await this.#present(tls);
      this.#presented = tls;
      for (const { file, fingerprint, until } of identities) {
        this.#log.info("new connections get the changed certificate", {
          file,
          fingerprint,
          until: until.toISOString(),
        });
      }
    }
    [this.#config, this.#identities, this.#failure] = [config, identities, undefined];
    this.#read = this.#seen = state;
  }

  /** Begins to poll the files. @param every milliseconds. @returns a function that stops it. */
  watch(every: number): () => void {
    let timer: Timer;
    let stopped = false;
    const again = (): void => {
      timer = setTimeout(() => void this.#poll().finally(() => stopped || again()), every);
    };
    again();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }

  /** Acts on a state only when it has lasted from one poll to the next: the files might still be being written. */
  async #poll(): Promise<void> {
    const state = stateOf(this.#config);
    const settled = state === this.#seen;
    this.#seen = state;
    if (!settled || (state === this.#read && !this.#renewalDue())) return;
    this.#read = state;
    try {
      await this.use(this.#config);
    } catch (error) {
      this.#failure = messageOf(error);
      this.#log.error("the new certificate cannot be used: the current one stays in use", { cause: this.#failure });
    }
  }

  /** Whether the self-signed certificate expires soon: reading it again makes a new one. */
  #renewalDue(): boolean {
    const [first] = this.#identities;
    if (first?.file !== selfSignedFile(this.#config) || !endsSoon(first.until, this.#now())) return false;
    if (performance.now() - this.#lastRenewal < RENEW_EVERY_MS) return false;
    this.#lastRenewal = performance.now();
    return true;
  }
}

/** An expired certificate is used at the start, if there is no better one, and never instead of a valid one. */
function refuseExpired(identity: Identity, inUse: readonly Identity[], now: Date): void {
  if (inUse.length === 0 || inUse.some(({ fingerprint }) => fingerprint === identity.fingerprint)) return;
  const { validFromDate, validToDate } = identity.certificate;
  const fault = (what: string, hint: string): OcciError =>
    new OcciError("SETUP_FAULT", `The certificate in ${identity.file} ${what}.`, { hint });
  if (validToDate < now) throw fault(`expired at ${validToDate.toISOString()}`, "Put a new one in its place.");
  if (validFromDate > now) {
    throw fault(`is not valid before ${validFromDate.toISOString()}`, "Check the clock of this machine.");
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
