/** Who a request is from: by its Authorization header, else by the certificate of its connection. */
import type { X509Login } from "../cloud/x509-login.ts";
import { OcciError } from "../errors.ts";
import { type Credentials, credentialsOf } from "./auth.ts";
import type { Connection } from "./exchange.ts";

/**
 * @param x509 undefined unless AUTH=x509.
 * @throws OcciError BAD_CREDENTIALS, and as `X509Login.login`.
 */
export async function authenticate(
  request: Request,
  { subject, unclear }: Connection,
  x509: X509Login | undefined,
): Promise<Credentials> {
  const header = request.headers.get("authorization");
  if (header === null && unclear !== undefined && x509 !== undefined) throw unclearCertificate(unclear);
  if (header !== null || subject === undefined || x509 === undefined) return credentialsOf(header);
  return x509.login(subject);
}

function unclearCertificate(header: string): OcciError {
  return new OcciError("BAD_CREDENTIALS", `The header ${header} does not hold one certificate and nothing else.`, {
    hint: "The proxy in front of the server must set it, in place of any that the client sends, and must not add to it.",
  });
}
