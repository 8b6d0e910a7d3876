/**
 * Requests as attackers frame them (RFC 9112): two lengths, odd chunks, folded headers, wrong ends of line.
 * Behind the doubtful part there often stands a request of its own, which must never be carried out.
 */
import { authorization } from "./cloud.ts";

export interface WireCase {
  readonly name: string;
  readonly bytes: string;
  /** Refused and the connection closed; answered as the one request that it is; answered, and the connection closed. */
  readonly outcome: "refused" | "answered" | "last";
}

const LOGIN = `Authorization: ${authorization("alice")}\r\n`;
const START = `POST /network/5/action HTTP/1.1\r\nHost: x\r\n${LOGIN}`;
const RENAME = "<ACTION><PERFORM>rename</PERFORM><PARAMS><NAME>new</NAME></PARAMS></ACTION>";
const WEBSOCKET =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
const LENGTH = RENAME.length;
const HEX = LENGTH.toString(16);
const CHUNKED = "Transfer-Encoding: chunked\r\n";

/** What is smuggled: it would end alice's machine. */
export const SMUGGLED_ID = "smuggled";
const SMUGGLED = `DELETE /compute/7 HTTP/1.1\r\nHost: x\r\n${LOGIN}X-Request-Id: ${SMUGGLED_ID}\r\n\r\n`;

/** An upload with an image of one byte. */
const UPLOAD_HEAD = `POST /storage HTTP/1.1\r\nHost: x\r\n${LOGIN}Content-Type: multipart/form-data; boundary=B\r\n`;
const UPLOAD =
  '--B\r\nContent-Disposition: form-data; name="occixml"\r\n\r\n<STORAGE><NAME>x</NAME><TYPE>OS</TYPE></STORAGE>\r\n' +
  '--B\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nx\r\n--B--\r\n';

const chunk = (text: string, size = text.length.toString(16)): string => `${size}\r\n${text}\r\n`;
const LAST = "0\r\n\r\n";

const refused = (name: string, bytes: string): WireCase => ({ name, bytes, outcome: "refused" });
const last = (name: string, bytes: string): WireCase => ({ name, bytes, outcome: "last" });
const answered = (name: string, bytes: string): WireCase => ({ name, bytes, outcome: "answered" });

/** A POST with these headers; the body is what a server sees that believes either of the lengths. */
const post = (headers: string, body: string): string => `${START}${headers}\r\n${body}`;
const get = (headers: string, path = "/user/-1"): string => `GET ${path} HTTP/1.1\r\n${headers}${LOGIN}\r\n`;

const printable = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Both Content-Length and Transfer-Encoding, in either order and in many spellings. */
function bothLengths(): WireCase[] {
  const encodings = [
    "Transfer-Encoding: chunked",
    "transfer-encoding: CHUNKED",
    "Transfer-Encoding:chunked",
    "Transfer-Encoding:\tchunked",
    "Transfer-Encoding: identity",
    "Transfer-Encoding: chunked, identity",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
    'Transfer-Encoding: "chunked"',
    " Transfer-Encoding: chunked",
    "X: y\r\n Transfer-Encoding: chunked",
    "Transfer-Encoding\r\n: chunked",
    "Transfer-Encoding: chunked;q=1",
    "Transfer-Encoding: \x0bchunked",
    "Transfer-Encoding: chunked\x00",
  ];
  return encodings.flatMap((encoding) => [
    refused(`CL.TE ${printable(encoding)}`, post(`Content-Length: 5\r\n${encoding}\r\n`, LAST + SMUGGLED)),
    refused(
      `TE.CL ${printable(encoding)}`,
      post(`${encoding}\r\nContent-Length: ${SMUGGLED.length + 7}\r\n`, chunk(SMUGGLED) + LAST),
    ),
  ]);
}

function oddLengths(): WireCase[] {
  const values = ["+5", "-5", "0x5", "5, 5", "5,6", "5;", "5 5", "5a", "٥", '"5"', "5.0", "1e1", "", " ", "\x0b5"];
  const beyond = ["99999999999999999999", "18446744073709551616", "9223372036854775808"];
  return [
    ...[...values, ...beyond].map((value) =>
      refused(`Content-Length: ${printable(value)}`, post(`Content-Length: ${value}\r\n`, RENAME + SMUGGLED)),
    ),
    refused("two lengths that differ", post(`Content-Length: ${LENGTH}\r\nContent-Length: 0\r\n`, RENAME + SMUGGLED)),
    refused("two lengths, the first 0", post(`Content-Length: 0\r\nContent-Length: ${LENGTH}\r\n`, RENAME + SMUGGLED)),
    refused("a folded length", post(`Content-Length:\r\n ${LENGTH}\r\n`, RENAME)),
    refused("a length before a blank and a colon", post(`Content-Length : ${LENGTH}\r\n`, RENAME + SMUGGLED)),
    answered("the same length twice", post(`Content-Length: ${LENGTH}\r\nContent-Length: ${LENGTH}\r\n`, RENAME)),
    answered("a length with zeros in front", post(`Content-Length: 000${LENGTH}\r\n`, RENAME)),
    answered("a length after many blanks", post(`Content-Length:${" ".repeat(50)}${LENGTH} \r\n`, RENAME)),
  ];
}

function oddEncodings(): WireCase[] {
  const values = [
    "xchunked",
    "identity",
    "gzip",
    "chunked, gzip",
    "chunked, chunked",
    "chunked,",
    ",chunked",
    "chunke\x00d",
    "chunked\x0b",
    "cow",
    "",
    "'chunked'",
    "chunked; x=y",
  ];
  return [
    ...values.map((value) =>
      refused(`Transfer-Encoding: ${printable(value)}`, post(`Transfer-Encoding: ${value}\r\n`, LAST + SMUGGLED)),
    ),
    refused("two encodings", post(`${CHUNKED}Transfer-Encoding: identity\r\n`, LAST + SMUGGLED)),
    refused("the same encoding twice", post(CHUNKED + CHUNKED, LAST + SMUGGLED)),
    refused("a folded encoding", post("Transfer-Encoding:\r\n chunked\r\n", LAST + SMUGGLED)),
    refused("chunks in HTTP/1.0", post(CHUNKED, LAST + SMUGGLED).replace("HTTP/1.1", "HTTP/1.0")),
    last("chunks", post(CHUNKED, chunk(RENAME) + LAST)),
    last("chunks, spelt otherwise", post("tRANSFER-eNCODING: ChunKed\r\n", chunk(RENAME) + LAST)),
  ];
}

function oddChunks(): WireCase[] {
  const sizes = ["", " ", "-1", "+5", "0x5", "5 5", "g", "5,", "0.5", "ffffffffffffffff", "10000000000000005", "\x00"];
  return [
    ...sizes.map((size) =>
      refused(`a chunk of the size ${printable(size)}`, post(CHUNKED, chunk("abcde", size) + LAST + SMUGGLED)),
    ),
    refused("a size with a blank in front", post(CHUNKED, ` ${chunk(RENAME)}${LAST}`)),
    refused("a size that ends with LF", post(CHUNKED, `${HEX}\n${RENAME}\r\n${LAST}${SMUGGLED}`)),
    refused("a size that ends with CR", post(CHUNKED, `${HEX}\r${RENAME}\r\n${LAST}${SMUGGLED}`)),
    refused("a chunk longer than its size", post(CHUNKED, `${chunk(RENAME, "5")}${LAST}${SMUGGLED}`)),
    refused("a chunk that ends with LF", post(CHUNKED, `${HEX}\r\n${RENAME}\n${LAST}${SMUGGLED}`)),
    refused("a chunk without an end", post(CHUNKED, `${HEX}\r\n${RENAME}${LAST}${SMUGGLED}`)),
    refused("a last chunk that ends with LF", post(CHUNKED, `${chunk(RENAME)}0\n\n${SMUGGLED}`)),
    refused("LF in an extension", post(CHUNKED, `${HEX};a\nb\r\n${RENAME}\r\n${LAST}${SMUGGLED}`)),
    refused("no end behind the last chunk", post(CHUNKED, `${chunk(RENAME)}0\r\n${SMUGGLED}`)),
    refused("a faulty end for who reads no body", `${get(`Host: x\r\n${CHUNKED}`)}${chunk(RENAME)}0\r\n${SMUGGLED}`),
    refused("a faulty size for who reads no body", get(`Host: x\r\n${CHUNKED}`) + chunk(RENAME, "x") + SMUGGLED),
    refused(
      "a faulty end for who has no handler",
      post(CHUNKED, `${chunk(RENAME)}0\r\n${SMUGGLED}`).replace("/5/action", ""),
    ),
    refused("a faulty end without credentials", post(CHUNKED, `${chunk(RENAME)}0\r\n${SMUGGLED}`).replace(LOGIN, "")),
    refused("an upload with a faulty end", `${UPLOAD_HEAD}${CHUNKED}\r\n${chunk(UPLOAD)}0\r\n${SMUGGLED}`),
    refused("an upload with a faulty size", `${UPLOAD_HEAD}${CHUNKED}\r\n${chunk(UPLOAD)}x\r\n${SMUGGLED}`),
    last("an upload", `${UPLOAD_HEAD}${CHUNKED}\r\n${chunk(UPLOAD)}${LAST}`),
    last("an endless size", post(CHUNKED, chunk(RENAME, `${"0".repeat(5000)}${HEX}`) + LAST)),
    last("many chunks", post(CHUNKED, [...RENAME].map((letter) => chunk(letter)).join("") + LAST)),
    refused("trailers", post(CHUNKED, `${chunk(RENAME)}0\r\nX: y\r\n\r\n`)),
    refused(
      "trailers that would be headers",
      post(CHUNKED, `${chunk(RENAME)}0\r\nContent-Length: 5\r\nHost: y\r\n\r\n`),
    ),
    last("a size with zeros in front", post(CHUNKED, chunk(RENAME, `000${HEX}`) + LAST)),
    last("a size in upper case", post(CHUNKED, chunk(RENAME, HEX.toUpperCase()) + LAST)),
    last("an extension", post(CHUNKED, chunk(RENAME, `${HEX};name=value`) + LAST)),
  ];
}

function oddHeaders(): WireCase[] {
  const ok = "Host: x\r\n";
  const lines = [
    " Leading: blank",
    "\tLeading: tab",
    "Folded: a\r\n b",
    "Folded: a\r\n\tb",
    "Blank : before the colon",
    "Tab\t: before the colon",
    "Blank in name: x",
    "no colon at all",
    ": no name",
    "Na\x00me: x",
    "Na\rme: x",
    "Na\x7fme: x",
    "Na(me: x",
    "Na/me: x",
    "N\xe4me: x",
    "Value: a\x00b",
    "Value: a\rb",
    "Value: a\nb",
    "Value: a\x01b",
  ];
  return [
    ...lines.map((line) => refused(`the header line ${printable(line)}`, get(`${ok}${line}\r\n`) + SMUGGLED)),
    refused("lines that end with LF", get(ok).replaceAll("\r\n", "\n") + SMUGGLED),
    refused("one line that ends with LF", get(`${ok}X: y\n`) + SMUGGLED),
    refused("one line that ends with CR", get(`${ok}X: y\r`) + SMUGGLED),
    refused("a header's end that is LF", `GET /user/-1 HTTP/1.1\r\n${ok}${LOGIN}\n${SMUGGLED}`),
    refused("200 headers", get(ok + "X: y\r\n".repeat(200))),
    refused("5000 headers", get(ok + "X: y\r\n".repeat(5000))),
    refused("a header of 100 kB", get(`${ok}X: ${"y".repeat(100_000)}\r\n`)),
    refused("a name of 100 kB", get(`${ok}${"y".repeat(100_000)}: x\r\n`)),
    answered("tabs and bytes beyond ASCII in a value", get(`${ok}X: \t a\tb \xe4 \t\r\n`)),
    answered("an empty value", get(`${ok}X:\r\n`)),
    answered("an upgrade to WebSocket", get(`${ok}${WEBSOCKET}`)),
    answered(
      "an upgrade to HTTP/2",
      get(`${ok}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n`),
    ),
    answered("Expect: 100-continue", post(`Expect: 100-continue\r\nContent-Length: ${LENGTH}\r\n`, RENAME)),
    answered("another expectation", post(`Expect: miracles\r\nContent-Length: ${LENGTH}\r\n`, RENAME)),
    answered("100 headers", get(ok + "X: y\r\n".repeat(100))),
  ];
}

function oddRequestLines(): WireCase[] {
  const rest = `\r\nHost: x\r\n${LOGIN}\r\n`;
  const lines = [
    "GET /user/-1 HTTP/1.2",
    "GET /user/-1 HTTP/2.0",
    "GET /user/-1 HTTP/0.9",
    "GET /user/-1 HTTP/1.1 x",
    "GET /user/-1 http/1.1",
    "GET /user/-1 HTTP/11",
    "GET /user/-1 HTTP/1.10",
    "GET /user/-1 ",
    "GET /user/-1",
    "GET  /user/-1 HTTP/1.1",
    "GET\t/user/-1\tHTTP/1.1",
    "GET /us er/-1 HTTP/1.1",
    "GET /user/\x00 HTTP/1.1",
    "GET /user/-1\x0b HTTP/1.1",
    " GET /user/-1 HTTP/1.1",
    "\r\nGET /user/-1 HTTP/1.1",
    "GET user/-1 HTTP/1.1",
    "GET * HTTP/1.1",
    "OPTIONS * HTTP/1.1",
    "get /user/-1 HTTP/1.1",
    "GE\x00T /user/-1 HTTP/1.1",
    "GET\n/user/-1 HTTP/1.1",
    "G(T /user/-1 HTTP/1.1",
    "FROBNICATE /user/-1 HTTP/1.1",
    "PRI * HTTP/2.0",
    "\x16\x03\x01\x02\x00\x01\x00",
    `GET /${"x".repeat(100_000)} HTTP/1.1`,
  ];
  return [
    ...lines.map((line) => refused(`the request line ${printable(line).slice(0, 50)}`, line + rest + SMUGGLED)),
    last("CONNECT", `CONNECT x:80 HTTP/1.1${rest}${SMUGGLED}`),
    last("CONNECT with a path", `CONNECT /user/-1 HTTP/1.1${rest}${SMUGGLED}`),
    answered("TRACE", `TRACE /user/-1 HTTP/1.1${rest}`),
    answered("the absolute form", `GET http://x/user/-1 HTTP/1.1${rest}`),
    answered("the absolute form of another host", `GET https://other.example.org/user/-1 HTTP/1.1${rest}`),
  ];
}

function oddHosts(): WireCase[] {
  return [
    refused("no Host", get("") + SMUGGLED),
    refused("two Hosts", get("Host: x\r\nHost: y\r\n") + SMUGGLED),
    refused("the same Host twice", get("Host: x\r\nHost: x\r\n") + SMUGGLED),
    refused("a Host with a blank before the colon", get("Host : x\r\n") + SMUGGLED),
    refused("a folded Host", get("Host: x\r\n y\r\n") + SMUGGLED),
    refused("a list of Hosts", get("Host: x, y\r\n") + SMUGGLED),
    answered("an empty Host", get("Host:\r\n")),
    answered("a Host that is none", get("Host: /../%00@[\r\n")),
    last(
      "HTTP/1.0 with Host that wants to stay",
      `GET /user/-1 HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n${LOGIN}\r\n`,
    ),
  ];
}

export function http1Corpus(): readonly WireCase[] {
  return [
    ...bothLengths(),
    ...oddLengths(),
    ...oddEncodings(),
    ...oddChunks(),
    ...oddHeaders(),
    ...oddRequestLines(),
    ...oddHosts(),
  ];
}
