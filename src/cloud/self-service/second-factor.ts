/**
 * The second factor of OpenNebula's own pages: a secret in the user's template, from which an app makes a code of six
 * digits each half minute (TOTP, RFC 6238). oned knows nothing of it.
 */
import { OcciError } from "../../errors.ts";
import { text, type XmlRecord } from "../../xml/record.ts";

const NAME = "TWO_FACTOR_AUTH_SECRET";

/** FireEdge prefers its own secret to the one of the older Sunstone. */
const PLACES = [["FIREEDGE", NAME], ["SUNSTONE", NAME], [NAME]] as const;

/** The secret of a `<USER>` element; undefined for a user without. */
export function secondFactorOf(user: XmlRecord): string | undefined {
  for (const place of PLACES) {
    const secret = text(user, "TEMPLATE", ...place);
    if (secret) return secret;
  }
  return undefined;
}

/** A code without the spaces that users type. */
export function digitsOf(code: string): string {
  return code.replace(/\s/g, "");
}

/**
 * Whether a code is the one of this half minute; as in FireEdge, that of none before or after it counts.
 * @param secret in Base32. @param now milliseconds since 1970.
 * @throws OcciError INTERNAL for a secret that is not Base32: nobody can sign in with it.
 */
export async function isCode(secret: string, code: string, now = Date.now()): Promise<boolean> {
  // Loaded when it is needed: few users have a second factor.
  const { Secret, TOTP } = await import("otpauth");
  let key: InstanceType<typeof Secret>;
  try {
    key = Secret.fromBase32(secret.replace(/\s/g, ""));
  } catch (cause) {
    throw new OcciError("INTERNAL", `${NAME} in the template of the user is not Base32.`, { cause });
  }
  const digits = digitsOf(code);
  return (
    /^\d{6}$/.test(digits) && new TOTP({ secret: key }).validate({ token: digits, timestamp: now, window: 0 }) !== null
  );
}
