/** Bytes over a connection, as no HTTP client would send them, and the answers that come back. */
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";

export interface Endpoint {
  readonly port: number;
  /** PEM of the authority to trust; undefined: plain TCP. */
  readonly ca?: string | undefined;
}

export interface WireAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const NO_BODY = new Set([204, 304]);

/** A chunked body and where it ends; undefined when it has not arrived whole. */
function chunked(bytes: Buffer, start: number): { body: string; end: number } | undefined {
  const pieces: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    const from = lineEnd + 2;
    at = from + size + 2;
    if (bytes.length < at) return undefined;
    if (size === 0) return { body: Buffer.concat(pieces).toString("utf8"), end: at };
    pieces.push(bytes.subarray(from, from + size));
  }
}

/** The first answer in the bytes and where the next one begins; undefined when it has not arrived whole. */
function firstAnswer(bytes: Buffer, toHead: boolean): { answer: WireAnswer; end: number } | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [statusLine = "", ...lines] = bytes.toString("latin1", 0, headEnd).split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine)?.[1]);
  if (Number.isNaN(status)) throw new Error(`not a status line: ${JSON.stringify(statusLine)}`);
  const headers = new Map(
    lines.map((line) => {
      const [, name, value] = /^([^:\s]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw new Error(`not a header line: ${JSON.stringify(line)}`);
      return [name.toLowerCase(), value] as const;
    }),
  );
  const bodiless = toHead || NO_BODY.has(status) || status < 200;
  if (!bodiless && headers.get("transfer-encoding") === "chunked") {
    const whole = chunked(bytes, headEnd + 4);
    return whole && { answer: { status, headers, body: whole.body }, end: whole.end };
  }
  const length = bodiless ? 0 : Number(headers.get("content-length") ?? 0);
  const end = headEnd + 4 + length;
  if (bytes.length < end) return undefined;
  return { answer: { status, headers, body: bytes.toString("utf8", headEnd + 4, end) }, end };
}

/**
 * All answers in the bytes, those with status 100 left out.
 * @param toHead whether the first one answers a HEAD.
 */
function answersIn(bytes: Buffer, toHead = false): { answers: WireAnswer[]; rest: Buffer } {
  const answers: WireAnswer[] = [];
  let rest = bytes;
  for (let found = firstAnswer(rest, toHead); found !== undefined; found = firstAnswer(rest, false)) {
    if (found.answer.status !== 100) answers.push(found.answer);
    rest = rest.subarray(found.end);
  }
  return { answers, rest };
}

export interface Conversation {
  readonly answers: readonly WireAnswer[];
  /** Bytes at the end that are no whole answer. */
  readonly rest: string;
}

/**
 * Sends bytes, and when the first answer is there `next`; then listens until the server closes the connection.
 * The server must close it: by itself, or because `next` asks for it.
 */
export function converse(endpoint: Endpoint, first: string | Uint8Array, next?: string): Promise<Conversation> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    let asked = false;
    const toHead = typeof first === "string" && first.startsWith("HEAD ");
    const start = (): void => {
      socket.write(typeof first === "string" ? Buffer.from(first, "latin1") : first);
    };
    const socket =
      endpoint.ca === undefined
        ? connect(endpoint.port, "127.0.0.1", start)
        : connectTls({ host: "127.0.0.1", servername: "localhost", port: endpoint.port, ca: endpoint.ca }, start);
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (asked || next === undefined || answersIn(received, toHead).answers.length === 0) return;
      asked = true;
      socket.write(next);
    });
    // A reset says the same as a close: the server is done with this connection.
    socket.on("error", () => {});
    socket.on("close", () => {
      const { answers, rest } = answersIn(received, toHead);
      resolve({ answers, rest: rest.toString("latin1") });
    });
  });
}
