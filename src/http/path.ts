/** Path and query of a request, taken from the request line alone: the Host header plays no part in anything. */

export interface Target {
  /** As sent, still percent-encoded, but for slashes behind each other, which are one; begins with a slash. */
  readonly path: string;
  /** Without the question mark; "" when there is none. */
  readonly query: string;
}

/**
 * Splits `request.url`, which is absolute, or a bare path for HTTP/1.0 without Host. Clients that add `/compute` to a
 * base which ends with a slash mean one slash.
 */
export function targetOf(url: string): Target {
  const { path, query } = splitUrl(url);
  return { path: path.replace(/\/{2,}/g, "/"), query };
}

/** The same with all slashes that were sent. */
export function splitUrl(url: string): Target {
  let start = 0;
  if (!url.startsWith("/")) {
    const authority = url.indexOf("//");
    start = authority < 0 ? 0 : url.indexOf("/", authority + 2);
    if (start < 0) return { path: "/", query: url.includes("?") ? url.slice(url.indexOf("?") + 1) : "" };
  }
  const hash = url.indexOf("#", start);
  const end = hash < 0 ? url.length : hash;
  const mark = url.indexOf("?", start);
  if (mark < 0 || mark > end) return { path: url.slice(start, end), query: "" };
  return { path: url.slice(start, mark), query: url.slice(mark + 1, end) };
}

const ENCODED = /%([0-9a-f]{2})/gi;
/** Percent-encoding is undone at most this often. */
const MOST_DECODINGS = 4;

/** Byte by byte: what matters here is ASCII. */
function decoded(text: string): string {
  let result = text;
  for (let turn = 0; turn < MOST_DECODINGS && result.includes("%"); turn++) {
    result = result.replace(ENCODED, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  }
  return result;
}

/**
 * Whether a segment of a path can be taken for another path: `.` and `..`, with parameters behind them too, a slash, a
 * backslash or a control character, each also percent-encoded, once or several times. Proxies and servers differ in
 * what they make of these, so nobody is asked for what they might mean.
 */
export function isDoubtfulSegment(segment: string): boolean {
  // Matches most segments: the other pattern is large, and is compiled for those that need it.
  if (/^(?!\.)[\w.~:@!$&'()*+,;=-]*$/.test(segment)) return false;
  return /^\.{1,2}(?:;|$)|[\\\/[\p{Cc}&&\p{ASCII}]]/v.test(decoded(segment));
}

/** The same of a whole path, still percent-encoded. */
export function isDoubtfulPath(path: string): boolean {
  return path.split("/").some(isDoubtfulSegment);
}

/** The largest id that oned has: a signed 32-bit number. */
const LARGEST_ID = 2 ** 31 - 1;

/** An id segment: digits that fit oned's numbers; undefined for any other segment. */
export function idOf(segment: string): number | undefined {
  if (!/^\d{1,10}$/.test(segment)) return undefined;
  const id = Number(segment);
  return id <= LARGEST_ID ? id : undefined;
}
