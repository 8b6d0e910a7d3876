/** The header of one part of a multipart/form-data body. */

export interface PartHeader {
  readonly name: string;
  /** Whether the client named a file. The name itself is nobody's business: it is never used. */
  readonly hasFileName: boolean;
}

/** One `; name=value` of a header value; the value quoted (with backslash escapes) or a token. */
const PARAMETER = /\s*;\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s;"]*))/y;

/** Encodings that leave the bytes as they are. Base64 and quoted-printable are deprecated by RFC 7578. */
const IDENTITY = /^(7bit|8bit|binary)$/i;

function parametersOf(value: string): Map<string, string> | undefined {
  const found = new Map<string, string>();
  PARAMETER.lastIndex = 0;
  let at = 0;
  for (let match = PARAMETER.exec(value); match !== null; match = PARAMETER.exec(value)) {
    at = PARAMETER.lastIndex;
    const name = (match[1] ?? "").toLowerCase();
    if (found.has(name)) return undefined;
    found.set(name, match[2]?.replace(/\\(.)/g, "$1") ?? match[3] ?? "");
  }
  return /^\s*;?\s*$/.test(value.slice(at)) ? found : undefined;
}

/**
 * Reads the header lines of a part.
 * @param lines values by lower-case name.
 * @returns the header, or what is wrong with it.
 */
export function parsePartHeader(lines: Readonly<Record<string, readonly string[]>>): PartHeader | string {
  const [disposition, second] = lines["content-disposition"] ?? [];
  if (disposition === undefined || second !== undefined)
    return "has a part that does not have exactly one Content-Disposition";
  const type = /^\s*form-data(?=\s*(?:;|$))/i.exec(disposition);
  const parameters = type === null ? undefined : parametersOf(disposition.slice(type[0].length));
  const name = parameters?.get("name");
  if (parameters === undefined || name === undefined) return "has a part with a malformed Content-Disposition";
  const encodings = lines["content-transfer-encoding"] ?? [];
  if (!encodings.every((encoding) => IDENTITY.test(encoding.trim()))) {
    return "has a part with a Content-Transfer-Encoding other than binary";
  }
  const fileName = parameters.get("filename") ?? parameters.get("filename*") ?? "";
  return { name, hasFileName: fileName !== "" };
}
