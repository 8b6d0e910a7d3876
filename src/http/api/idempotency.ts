/** The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). */

import type { CreationKey } from "../../cloud/self-service/idempotency.ts";
import { OcciError } from "../../errors.ts";

/** A string of RFC 9651, as the draft has it. */
const QUOTED = /^"((?:[ !#-[\]-~]|\\["\\]){1,255})"$/;
/** Many clients send a UUID without quotes. */
const BARE = /^[A-Za-z0-9._~:+/=@-]{1,255}$/;

/** @throws OcciError INVALID_REQUEST for a key that is not one. */
function keyIn(header: string): string {
  const [, quoted] = QUOTED.exec(header) ?? [];
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, "$1");
  if (BARE.test(header)) return header;
  throw new OcciError("INVALID_REQUEST", "The Idempotency-Key is not valid.", {
    hint: 'Send 1 to 255 printable ASCII characters in quotes, such as "8e03978e-40d5-43e8-bc93-6894a57f9324".',
  });
}

/** The same text for equal values, whatever the order of their members. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}

function hashOf(digits: number, ...parts: readonly string[]): string {
  const hasher = new Bun.CryptoHasher("sha256");
  for (const part of parts) hasher.update(`${part.length}:${part}`);
  return hasher.digest("hex").slice(0, digits);
}

/**
 * The key of a creation.
 * @param user whose key it is. @param request everything that makes two requests the same.
 * @returns undefined for a request without the header. @throws OcciError INVALID_REQUEST.
 */
export function creationKey(headers: Headers, user: string, ...request: readonly unknown[]): CreationKey | undefined {
  const header = headers.get("idempotency-key");
  if (header === null) return undefined;
  const key = keyIn(header.trim());
  // Other users may see both hashes. Without the key they cannot guess the content of a request.
  return { key: hashOf(32, user, key), content: hashOf(16, user, key, canonical(request)) };
}
