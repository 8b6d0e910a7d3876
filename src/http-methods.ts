/** The methods of HTTP that the server knows. Others are possible nowhere, so nothing else about them matters. */

const READS = ["GET", "HEAD"] as const;
const CHANGES = ["POST", "PUT", "PATCH", "DELETE"] as const;

export const METHODS = [...READS, ...CHANGES, "OPTIONS"] as const;

const KNOWN: ReadonlySet<string> = new Set(METHODS);
const CHANGING: ReadonlySet<string> = new Set(CHANGES);

/** Whether there is a place that has the method. A client may write anything in a request line. */
export function isKnownMethod(method: string): boolean {
  return KNOWN.has(method);
}

/** Whether a request with it asks for a document, and changes nothing. */
export function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/** Whether a request with it may change something. */
export function isChange(method: string): boolean {
  return CHANGING.has(method);
}
