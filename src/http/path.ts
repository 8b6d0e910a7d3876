/** Path and query of a request, taken from the request line alone: the Host header plays no part in anything. */

export interface Target {
  /** As sent, still percent-encoded; begins with a slash. */
  readonly path: string;
  /** Without the question mark; "" when there is none. */
  readonly query: string;
}

/** Splits `request.url`, which is absolute, or a bare path for HTTP/1.0 without Host. */
export function targetOf(url: string): Target {
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

/** The largest id that oned has: a signed 32-bit number. */
const LARGEST_ID = 2 ** 31 - 1;

/** An id segment: digits that fit oned's numbers; undefined when it is none. */
export function idOf(segment: string): number | undefined {
  if (!/^\d{1,10}$/.test(segment)) return undefined;
  const id = Number(segment);
  return id <= LARGEST_ID ? id : undefined;
}
