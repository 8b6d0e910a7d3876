/** The id that joins an answer and its log line. */

/**
 * The client's own id when it is short and harmless, else a new one.
 * @param header value of `X-Request-Id`.
 */
export function requestIdOf(header: string | null): string {
  if (header !== null && /^[A-Za-z0-9._-]{1,64}$/.test(header)) return header;
  return crypto.randomUUID().replaceAll("-", "").slice(0, 16);
}
