/** A client that uploads, as most libraries do: it sends all of its body before it reads the first byte of the answer. */
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Endpoint } from "./wire.ts";

const PIECE = 64 * 1024;

export interface Upload {
  /** Request line and headers, without those that tell the length; each with its end of line. */
  readonly head: string;
  /** Bytes. */
  readonly size: number;
  readonly chunked: boolean;
  /** Milliseconds between two pieces of 64 kB. */
  readonly pause?: number;
  /** Whether it reads while it sends, and stops when it has the answer, as the better ones do. */
  readonly reads?: boolean;
}

export interface Outcome {
  /** The answer as it came, headers and all; "" when there was none. */
  readonly answer: string;
  /** Bytes of the body that were taken. */
  readonly sent: number;
  /** Why sending ended early. */
  readonly failure: string | undefined;
}

function open(endpoint: Endpoint, onOpen: () => void): Socket {
  if (endpoint.ca === undefined) return connect(endpoint.port, "127.0.0.1", onOpen);
  return connectTls({ host: "127.0.0.1", servername: "localhost", port: endpoint.port, ca: endpoint.ca }, onOpen);
}

/** Sends it all, or as much as is taken, then reads until the server closes or `answered` says that it is enough. */
export function upload(
  endpoint: Endpoint,
  { head, size, chunked, pause = 0, reads = false }: Upload,
  answered: (answer: string) => boolean = () => false,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  let answer = "";
  let sent = 0;
  let failure: string | undefined;
  const body = Buffer.alloc(PIECE, "x");
  const piece = chunked ? Buffer.concat([Buffer.from(`${PIECE.toString(16)}\r\n`), body, Buffer.from("\r\n")]) : body;

  const socket = open(endpoint, () => {
    if (!reads) socket.pause();
    socket.write(`${head}${chunked ? "Transfer-Encoding: chunked" : `Content-Length: ${size}`}\r\n\r\n`);
    next();
  });
  function next(): void {
    if (answered(answer)) return;
    if (sent >= size) {
      if (chunked) socket.write("0\r\n\r\n");
      return void socket.resume();
    }
    socket.write(piece, (error) => {
      if (error !== undefined && error !== null) return;
      sent += PIECE;
      if (pause > 0) setTimeout(next, pause);
      else next();
    });
  }
  socket.on("data", (bytes) => {
    answer += bytes.toString("latin1");
    if (!answered(answer)) return;
    if (reads) socket.destroy();
    else socket.end();
  });
  socket.on("error", (error: Error & { code?: string }) => {
    failure = error.code ?? error.message;
    socket.resume();
  });
  socket.on("close", () => resolve({ answer, sent, failure }));
  return promise;
}
