/** Which connections end with the answer to a request: Bun ends some of them, without a word of it in the answer. */

/** Bun joins the lines of a header that comes twice. */
export function hasTwoHosts(request: Request): boolean {
  return (request.headers.get("host") ?? "").includes(",");
}

/** By a token of the header Connection. Without a Host it is one of HTTP/1.0, of which Bun closes all. */
function asksToClose({ headers }: Request): boolean {
  const tokens = (headers.get("connection") ?? "").toLowerCase().split(",");
  return !headers.has("host") || tokens.some((token) => token.trim() === "close");
}

/**
 * Whether the connection ends with the answer: because the client asks for it, or because there may be something behind
 * two Hosts, a CONNECT or a chunked body that a proxy in front took for a part of it: it is not read as a request. And a
 * fault behind the last chunk is found by Bun only when the request was handed on, which would make a second answer of it.
 */
export function endsConnection(request: Request): boolean {
  const { method, headers } = request;
  return asksToClose(request) || method === "CONNECT" || headers.has("transfer-encoding") || hasTwoHosts(request);
}
