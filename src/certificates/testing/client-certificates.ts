/** An authority for clients, and certificates that it signs, for tests. */
import "reflect-metadata";
import {
  BasicConstraintsExtension,
  type JsonName,
  PemConverter,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY = 24 * 60 * 60 * 1000;

export interface ClientCertificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface ClientAuthority {
  /** PEM, for SSL_CLIENT_CA. */
  readonly ca: string;
  /** @param name e.g. `[{ O: ["One"] }, { CN: ["Alice"] }]`. */
  sign(name: JsonName, notAfter?: Date): Promise<ClientCertificate>;
}

const newKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

export async function makeClientAuthority(): Promise<ClientAuthority> {
  const keys = await newKeys();
  const times = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + DAY) };
  const name = [{ CN: ["Client Authority"] }];
  const own = await X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
    ...times,
  });
  return {
    ca: own.toString("pem"),
    async sign(subject, notAfter = times.notAfter) {
      const { publicKey, privateKey } = await newKeys();
      const certificate: X509Certificate = await X509CertificateGenerator.create({
        subject,
        issuer: own.subject,
        publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        ...times,
        notAfter,
      });
      const key = PemConverter.encode(await crypto.subtle.exportKey("pkcs8", privateKey), "PRIVATE KEY");
      return { cert: certificate.toString("pem"), key };
    },
  };
}
