/** The files of ACME in STATE_DIR: the account's key, and the certificate with its key in one file, replaced whole. */
import { join } from "node:path";
import type { Config } from "../../config/config.ts";
import type { Identity } from "../pem.ts";
import { keepFiles, readKept, readKeptIdentity } from "../state-directory.ts";

type Settings = Pick<Config, "server" | "stateDir">;

/** Key and certificate chain. */
export function acmeFile({ stateDir }: Settings): string {
  return join(stateDir, "acme.pem");
}

function accountFile({ stateDir }: Settings): string {
  return join(stateDir, "acme-account.pem");
}

/** The certificate that was got last; undefined when there is none, it is damaged, or it is for another name. */
export function storedIdentity(settings: Settings): Identity | undefined {
  const identity = readKeptIdentity(acmeFile(settings));
  return identity?.certificate.checkHost(settings.server) === undefined ? undefined : identity;
}

/** @throws OcciError SETUP_FAULT when STATE_DIR cannot be written. */
export function keepIdentity(settings: Settings, key: string, chain: string): void {
  keep(settings, acmeFile(settings), `${key.trim()}\n${chain.trim()}\n`);
}

/** The account's key, PEM. */
export function storedAccountKey(settings: Settings): string | undefined {
  return readKept(accountFile(settings));
}

/** @throws OcciError SETUP_FAULT when STATE_DIR cannot be written. */
export function keepAccountKey(settings: Settings, key: string): void {
  keep(settings, accountFile(settings), key);
}

function keep({ stateDir }: Settings, file: string, text: string): void {
  keepFiles(stateDir, { [file]: { text, mode: 0o600 } }, `${file} cannot be written`);
}
