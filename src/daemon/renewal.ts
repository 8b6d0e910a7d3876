/** Looks at the self-signed certificate of a running server from time to time. */
import type { Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import { renewIfDue } from "../http/certificate.ts";
import type { Logger } from "../log/log.ts";

export interface RenewalOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Milliseconds between two looks. */
  readonly every: number;
  readonly now: () => Date;
  /** Makes the new certificate effective. */
  readonly onRenewed: () => Promise<void>;
}

/** Begins to look; failures are logged, and tried again with the next look. @returns what ends it. */
export function watchCertificate({ config, log, every, now, onRenewed }: RenewalOptions): () => void {
  async function look(): Promise<void> {
    try {
      const certificate = await renewIfDue(config, now());
      if (certificate !== undefined) {
        const { file, fingerprint } = certificate;
        log.warning("made a new self-signed certificate: the old one expires soon", { file, fingerprint });
        await onRenewed();
      }
    } catch (error) {
      log.error("the self-signed certificate cannot be renewed", { cause: messageOf(error) });
    }
    timer = setTimeout(look, every);
  }
  let timer = setTimeout(look, every);
  return () => clearTimeout(timer);
}
