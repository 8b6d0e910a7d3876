/** The user of a request: by its Authorization header, else by the certificate of its connection. */
import type { X509Login } from "../cloud/x509-login.ts";
import { OcciError } from "../errors.ts";
import { type Credentials, credentialsOf } from "./auth.ts";
import type { ConsoleRequest } from "./console/login.ts";
import type { Connection } from "./exchange.ts";

/**
 * @param x509 undefined unless AUTH=x509.
 * @param page present for a request of the console's page: then its cookie counts in place of the header.
 * @returns at once what the request says itself: nearly every request does.
 * @throws OcciError BAD_CREDENTIALS, which says why a certificate that was shown does not count; and as
 * `X509Login.login`.
 */
export function authenticate(
  request: Pick<Request, "headers">,
  { subject, refused }: Connection,
  x509: X509Login | undefined,
  page?: ConsoleRequest,
): Credentials | Promise<Credentials> {
  if (page?.session !== undefined) return page.session;
  if (page !== undefined && subject === undefined && refused === undefined) {
    throw new OcciError("BAD_CREDENTIALS", "You are not signed in.");
  }
  const header = page === undefined ? request.headers.get("authorization") : null;
  if (header !== null) return credentialsOf(header);
  if (x509 === undefined && (subject !== undefined || refused !== undefined)) {
    throw new OcciError("BAD_CREDENTIALS", "This server does not accept logins by certificate.", {
      hint: "Send the user name and password of your OpenNebula account by HTTP Basic (curl: -u USER). The administrator can set AUTH=x509.",
    });
  }
  if (refused !== undefined) throw new OcciError("BAD_CREDENTIALS", refused.message, { hint: refused.hint });
  return subject === undefined || x509 === undefined ? credentialsOf(header) : x509.login(subject);
}

/** A user whose password is refused, and who shows a certificate, might believe that the server examines it. */
export function withCertificateHint(error: OcciError, { subject, refused }: Connection, x509: boolean): OcciError {
  if (error.code !== "BAD_CREDENTIALS" || error.hint !== undefined || !x509) return error;
  if (subject === undefined && refused === undefined) return error;
  return new OcciError(error.code, error.sentence, {
    hint: "The certificate was ignored because the request has a user name: leave the user name out to log in by certificate.",
    cause: error,
  });
}
