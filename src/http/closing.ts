/** Which connections end with the answer to a request: Bun ends some of them, without a word of it in the answer. */

/** Bun joins the lines of a header that comes twice. */
export function hasTwoHosts(request: Request): boolean {
  return request.headers.get("host")?.includes(",") === true;
}

/** By a token of the header Connection. Without a Host it is one of HTTP/1.0, of which Bun closes all. */
function asksToClose({ headers }: Request): boolean {
  const tokens = headers.get("connection")?.toLowerCase().split(",");
  return !headers.has("host") || tokens?.some((token) => token.trim() === "close") === true;
}

/**
 * Whether the connection ends with the answer. It does when the client asks for that, and always after two Hosts, CONNECT
 * and chunked bodies: a proxy in front might take the bytes after them for a part of this request, so they must not be
 * read as another one. Bun also finds a fault after the last chunk only when the request was handed on, and would send a
 * second answer.
 */
export function endsConnection(request: Request): boolean {
  const { method, headers } = request;
  return asksToClose(request) || method === "CONNECT" || headers.has("transfer-encoding") || hasTwoHosts(request);
}
