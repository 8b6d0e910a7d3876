/** User names that a driver of OpenNebula may take for the same account. */

/** OpenNebula's drivers decode a name once; a proxy in front of the directory may do it again. */
const MOST_DECODINGS = 3;
const ENCODED = /(?:%[0-9a-f]{2})+/gi;
/** Accents, and what a directory leaves out when it compares names (RFC 4518, section 2): blanks, marks of the layout. */
const NOT_COMPARED = /[\p{M}\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Most names: they are their only spelling. */
const PLAIN = /^[a-z0-9_-]*$/;

/**
 * One spelling for all that a driver such as ldap might not tell apart: case, width and accents of letters, characters
 * that are not shown, dots at an end, percent-encoding. Two users whose names differ in nothing else share a delay.
 */
export function accountOf(user: string): string {
  if (PLAIN.test(user)) return user;
  return decoded(user)
    .normalize("NFKC")
    .toLowerCase()
    .toUpperCase() // of both sharp s and ss it is SS
    .toLowerCase()
    .normalize("NFD")
    .replace(NOT_COMPARED, "")
    .replace(/^\.+|(?<!\.)\.+$/g, "");
}

function decoded(user: string): string {
  let name = user;
  for (let i = 0; i < MOST_DECODINGS; i++) {
    name = name.replace(ENCODED, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString());
  }
  return name;
}
