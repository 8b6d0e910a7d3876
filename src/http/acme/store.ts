/** What ACME keeps in STATE_DIR: the account's key, and the certificate with its key in one file, replaced whole. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../config/config.ts";
import { messageOf, OcciError } from "../../errors.ts";
import { type Identity, identityFromPem } from "../pem.ts";
import { replaceFile } from "../replace-file.ts";

type Settings = Pick<Config, "server" | "stateDir">;

/** Key and certificate chain. */
export function acmeFile({ stateDir }: Settings): string {
  return join(stateDir, "acme.pem");
}

function accountFile({ stateDir }: Settings): string {
  return join(stateDir, "acme-account.pem");
}

/** The certificate that was got last; undefined when there is none, it is damaged, or it is for another name. */
export function keptIdentity(settings: Settings): Identity | undefined {
  const file = acmeFile(settings);
  const pem = readKept(file);
  if (pem === undefined) return undefined;
  try {
    const identity = identityFromPem(pem, file);
    return identity.certificate.checkHost(settings.server) === undefined ? undefined : identity;
  } catch {
    return undefined; // damaged: another one is got
  }
}

/** @throws OcciError SETUP_FAULT when STATE_DIR cannot be written. */
export function keepIdentity(settings: Settings, key: string, chain: string): void {
  keep(settings, acmeFile(settings), `${key.trim()}\n${chain.trim()}\n`);
}

/** The account's key, PEM. */
export function keptAccountKey(settings: Settings): string | undefined {
  return readKept(accountFile(settings));
}

/** @throws OcciError SETUP_FAULT when STATE_DIR cannot be written. */
export function keepAccountKey(settings: Settings, key: string): void {
  keep(settings, accountFile(settings), key);
}

function readKept(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new OcciError("SETUP_FAULT", `${file} cannot be read: ${messageOf(cause)}.`, {
      hint: "The server must run as the user that owns STATE_DIR.",
      cause,
    });
  }
}

function keep({ stateDir }: Settings, file: string, text: string): void {
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    replaceFile(file, text, 0o600);
  } catch (cause) {
    throw new OcciError("SETUP_FAULT", `${file} cannot be written: ${messageOf(cause)}.`, {
      hint: "STATE_DIR must be a directory that the user of the server may write.",
      cause,
    });
  }
}
