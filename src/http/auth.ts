/** HTTP Basic (RFC 7617): the header becomes oned's session string; oned alone decides whether it is valid. */
import { isUtf8 } from "node:buffer";
import { OcciError } from "../errors.ts";
import type { Session } from "../opennebula/client.ts";
import { say } from "../wording.ts";

/** Longer credentials are refused unread: oned's tokens have 64 digits. */
const LONGEST = 4096;

export interface Credentials {
  readonly user: string;
  readonly session: Session;
}

function unauthorized(): OcciError {
  return new OcciError("BAD_CREDENTIALS", "The user name or password is not accepted.");
}

/** The occi-* commands of OpenNebula send the SHA-1 of the password: the refusal says what to do about it. */
export function withHashHint(error: OcciError, { session }: Credentials, hashedClients: boolean): OcciError {
  const password = session.slice(session.indexOf(":") + 1);
  if (error.code !== "BAD_CREDENTIALS" || !/^[0-9a-f]{40}$/i.test(password)) return error;
  const way = hashedClients
    ? say`first create a login token from it, with the action hashed of ${{ place: "/user/-1" }}.`
    : say`OpenNebula requires the password itself (occi-* commands: --plain).`;
  return new OcciError("BAD_CREDENTIALS", error.sentence, {
    hint: say`This looks like the SHA-1 of a password: ${way}`,
    cause: error,
  });
}

const WINDOWS_1252 = new TextDecoder("latin1");

/** Browsers and old clients may send ISO 8859-1; what is not UTF-8 is taken as that. */
function decode(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : WINDOWS_1252.decode(bytes);
}

/**
 * Reads the Authorization header.
 * @throws OcciError BAD_CREDENTIALS when it is missing, of another scheme, malformed, or names a user that oned cannot
 *   have (empty, with blanks or control characters).
 */
export function credentialsOf(header: string | null): Credentials {
  if (header === null)
    throw new OcciError("BAD_CREDENTIALS", "This server requires a user name and a password.", {
      hint: "Send those of your OpenNebula account by HTTP Basic (curl: -u USER).",
    });
  if (header.length > LONGEST) throw unauthorized();
  const match = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header);
  if (match === null) throw unauthorized();
  const text = decode(Buffer.from(match[1] as string, "base64"));
  const colon = text.indexOf(":");
  if (colon < 1) throw unauthorized();
  return credentialsFor(text.slice(0, colon), text.slice(colon + 1));
}

/** @throws OcciError BAD_CREDENTIALS for a user that oned cannot have, and a password that it would not take. */
export function credentialsFor(user: string, password: string): Credentials {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a session with them would never be answered with success
  if (user === "" || /[\s:]/.test(user) || /[\u0000-\u001f\u007f]/.test(user + password)) throw unauthorized();
  if (user.length + password.length > LONGEST) throw unauthorized();
  return { user, session: `${user}:${secretFor(password)}` };
}

/**
 * A password with a blank is never one of OpenNebula's own, which refuses them: it is for a driver (ldap), and these
 * take it percent-encoded, as `oneuser encode` writes it. As it stands it would be cut at the blank on its way there.
 */
function secretFor(password: string): string {
  return /\s/.test(password) ? encodeURIComponent(password) : password;
}
