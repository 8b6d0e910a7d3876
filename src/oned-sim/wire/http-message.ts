/** Heads of requests in, heads and error pages of answers out, as xmlrpc-c Abyss reads and writes them. */

export interface Head {
  /** Bytes, the blank line included. */
  readonly length: number;
  readonly bodyLength: number;
  readonly expectsContinue: boolean;
  /** Set when the request is answered without reading a body. */
  readonly status: number | undefined;
}

const REASONS: ReadonlyMap<number, readonly [string, string]> = new Map([
  [200, ["OK", ""]],
  [400, ["Bad Request", "The HTTP header or body is not what this server understands"]],
  [
    404,
    [
      "Not Found",
      "This XML-RPC For C/C++ Abyss XML-RPC server responds to only one URI path.  I don't know what URI path that is, but it's not the one you requested: ''.  (Typically, it's /RPC2)",
    ],
  ],
  [405, ["Method Not Allowed", "POST is the only HTTP method this server understands"]],
  [408, ["Request Timeout", "Timed out waiting for client to send its POST data"]],
  [411, ["Length Required", "You must send a content-length HTTP header in an XML-RPC call."]],
  [503, ["Service Unavailable", "Service Unavailable"]],
]);

let date = "";
let dateSecond = 0;

/** `Sun, 22 Nov 2026 12:01:27 UTC`. */
function dateNow(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    date = new Date(second * 1000).toUTCString().replace("GMT", "UTC");
  }
  return date;
}

/** The head of an answer; pages without a length end with the connection. */
export function head(status: number, type: string, length: number | undefined): string {
  const reason = REASONS.get(status)?.[0] ?? "Error";
  const size = length === undefined ? "" : `Content-length: ${length}\r\n`;
  return `HTTP/1.1 ${status} ${reason}\r\nContent-type: ${type}\r\n${size}Connection: close\r\nDate: ${dateNow()}\r\nServer: Xmlrpc-c_Abyss/1.33.14\r\n\r\n`;
}

/** An answer that is no XML-RPC: what OPTIONS gets, or an HTML page. */
export function errorPage(status: number): string {
  if (status === 200) {
    return `HTTP/1.1 200 OK\r\nAllow: POST\r\nContent-length: 0\r\nConnection: close\r\nDate: ${dateNow()}\r\nServer: Xmlrpc-c_Abyss/1.33.14\r\n\r\n`;
  }
  const explanation = REASONS.get(status)?.[1] ?? "";
  return `${head(status, "text/html", undefined)}<HTML><HEAD><TITLE>Error ${status}</TITLE></HEAD><BODY><H1>Error ${status}</H1><P>${explanation}</P><p><HR><b><i><a href="http://xmlrpc-c.sourceforge.net">ABYSS Web Server for XML-RPC For C/C++</a></i></b> version 1.33.14<br></p></BODY></HTML>`;
}

function statusOf(method: string, path: string, fields: ReadonlyMap<string, string>): number | undefined {
  if (path !== "/RPC2") return 404;
  if (method === "OPTIONS") return 200;
  if (method !== "POST") return 405;
  const length = fields.get("content-length");
  if (fields.has("transfer-encoding") || length === undefined) return 411;
  return /^\d{1,10}$/.test(length) && Number(length) > 0 ? undefined : 400;
}

/** Reads the head of a request, undefined while it is not complete. */
export function readHead(input: Buffer): Head | undefined {
  const end = input.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [requestLine = "", ...lines] = input.toString("latin1", 0, end).split("\r\n");
  const [method = "", path = ""] = requestLine.split(" ");
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    fields.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const status = statusOf(method, path, fields);
  return {
    length: end + 4,
    bodyLength: status === undefined ? Number(fields.get("content-length")) : 0,
    expectsContinue: fields.get("expect")?.toLowerCase() === "100-continue",
    status,
  };
}
