/** Certificates for tests, made in no time. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../self-signed.ts";

export interface TestCertificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  readonly fingerprint: string;
}

/** A new key with a self-signed certificate, valid for 800 days from `now` on. */
export async function makeCertificate(server = "localhost", now: Date = new Date()): Promise<TestCertificate> {
  const stateDir = mkdtempSync(join(tmpdir(), "occi-test-certificate-"));
  try {
    const { cert, key, fingerprint } = await selfSigned({ server, stateDir }, now);
    return { cert, key, fingerprint };
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}
