/** The certificates that are trusted for https. */
import { X509Certificate } from "node:crypto";
import { connect, getCACertificates } from "node:tls";
import { OcciError } from "../errors.ts";
import { readText } from "../read-file.ts";
import { hostOf, nameForTls, portOf } from "./proxy.ts";
import type { Settings } from "./settings.ts";

export interface Trust {
  readonly ca?: string[];
  /** This is always set, because NODE_TLS_REJECT_UNAUTHORIZED of the environment must not decide. */
  readonly rejectUnauthorized: boolean;
}

/** For the `tls` of fetch; undefined for http. @throws OcciError FILE_FAULT. */
export function trustFor({ url, cacert, insecure }: Settings): Trust | undefined {
  if (!url.startsWith("https:")) return undefined;
  if (insecure) return { rejectUnauthorized: false };
  if (cacert === undefined) return systemTrust();
  const pem = readText(cacert, `The certificate file ${cacert}`);
  const blocks =
    pem.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new OcciError("FILE_FAULT", `${cacert} does not contain a certificate in PEM form.`);
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch (cause) {
      throw new OcciError("FILE_FAULT", `Certificate ${index + 1} of ${cacert} is damaged.`, { cause });
    }
  }
  return { ca: blocks, rejectUnauthorized: true };
}

/** The authorities that the system trusts, and those that Bun trusts. */
export function systemTrust(): Trust {
  return { ca: [...getCACertificates("system"), ...getCACertificates("bundled")], rejectUnauthorized: true };
}

/** Codes of fetch for certificates that do not check. */
const CERTIFICATE_CODES = /CERT|UNABLE_TO_|SELF_SIGNED|HOSTNAME_MISMATCH|ALTNAME/;

export function isCertificateFault(code: string): boolean {
  return CERTIFICATE_CODES.test(code);
}

/** Why a certificate is not accepted, in words. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/ALTNAME|HOSTNAME/, "it was issued for another name"],
  [/EXPIRED/, "it has expired"],
  [/NOT_YET_VALID/, "it is not yet valid (or this machine's clock is wrong)"],
  [/SELF_SIGNED|UNABLE_TO_VERIFY_LEAF|DEPTH_ZERO/, "it is not signed by an authority that this machine trusts"],
];

/** The error for a certificate that does not check: with its fingerprint, to be compared. */
export async function untrusted(settings: Settings, code: string): Promise<OcciError> {
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? code;
  const fingerprint = await fingerprintOf(new URL(settings.url));
  const shown = fingerprint === undefined ? "" : ` Its SHA-256 fingerprint is ${fingerprint}.`;
  return new OcciError(
    "CERTIFICATE_UNTRUSTED",
    `The certificate of ${settings.url} is not trusted: ${reason}.${shown}`,
    {
      hint:
        "Compare it with the fingerprint that the server's administrator (or its log) shows, and trust the certificate " +
        "with --cacert FILE or OCCI_CACERT: the administrator has the file. With --insecure no certificate is checked.",
    },
  );
}

/**
 * The fingerprint of the certificate that a server shows, trusted or not. Undefined when the server cannot be reached.
 */
function fingerprintOf(url: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const target = { host: hostOf(url), port: portOf(url), ...nameForTls(url) };
    const socket = connect({ ...target, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256);
      socket.destroy();
    });
    socket.setTimeout(3_000, () => {
      resolve(undefined);
      socket.destroy();
    });
    socket.on("error", () => resolve(undefined));
  });
}
