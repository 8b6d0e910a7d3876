/** Entity tags: of the same content the same. */

/** A strong tag (RFC 9110, 8.8.3). */
export function tagOf(content: string | Uint8Array): string {
  return `"${Bun.hash.xxHash64(content).toString(36)}"`;
}

const weak = (tag: string): string => tag.trim().replace(/^W\//, "");

/** Whether a client has what a tag stands for (RFC 9110, 13.1.2: compared weakly). @param ifNoneMatch the header. */
export function isKnown(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").some((one) => one.trim() === "*" || weak(one) === weak(tag));
}
