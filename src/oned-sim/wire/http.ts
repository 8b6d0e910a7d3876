/**
 * The HTTP server of oned (xmlrpc-c Abyss) as it was observed: one call per connection, a bound on the connections
 * served at a time, the others wait. It stands on plain TCP, for no HTTP server closes and counts as Abyss does.
 */
import type { Socket, TCPSocketListener } from "bun";
import { errorPage, type Head, head, readHead } from "./http-message.ts";

/** The outcome of a call: a body to send, or trouble on the line. */
export type Reply =
  | { readonly body: Uint8Array }
  /** The head promises the whole body, and the connection ends after so many bytes of it. */
  | { readonly body: Uint8Array; readonly cutAt: number }
  | { readonly status: number; readonly body: string }
  | "reset"
  | "hang";

export interface HttpOptions {
  readonly hostname: string;
  readonly port: number;
  readonly maxConnections: number;
  /** Milliseconds that a served connection may be silent before its call is complete. */
  readonly timeout: number;
  readonly handle: (body: Uint8Array) => Reply | Promise<Reply>;
}

interface Connection {
  readonly socket: Socket<Connection | undefined>;
  input: Buffer;
  head: Head | undefined;
  served: boolean;
  /** A call or an answer is under way: what the client still sends is dropped. */
  busy: boolean;
  done: boolean;
  lastActive: number;
  output: Uint8Array | undefined;
}

const LARGEST_HEAD = 64 * 1024;

export class HttpServer {
  readonly #options: HttpOptions;
  readonly #listener: TCPSocketListener<Connection | undefined>;
  readonly #sweeper: ReturnType<typeof setInterval>;
  readonly #served = new Set<Connection>();
  readonly #all = new Set<Connection>();
  readonly #waiting: Connection[] = [];
  /** The most connections that were served at a time, and that were open at a time. */
  mostServed = 0;
  mostOpen = 0;
  /** All connections so far. */
  accepted = 0;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#listener = Bun.listen<Connection | undefined>({
      hostname: options.hostname,
      port: options.port,
      data: undefined,
      socket: {
        open: (socket) => this.#open(socket),
        data: (socket, data) => this.#data(socket.data, data),
        drain: (socket) => this.#drain(socket.data),
        close: (socket) => this.#finish(socket.data),
        error: (socket) => this.#finish(socket.data),
      },
    });
    this.#sweeper = setInterval(() => this.#sweep(), Math.min(1000, options.timeout));
    this.#sweeper.unref();
  }

  get port(): number {
    return this.#listener.port;
  }

  stop(): void {
    clearInterval(this.#sweeper);
    this.#listener.stop(true);
  }

  #open(socket: Socket<Connection | undefined>): void {
    const connection: Connection = {
      socket,
      input: Buffer.alloc(0),
      head: undefined,
      served: false,
      busy: false,
      done: false,
      lastActive: Date.now(),
      output: undefined,
    };
    socket.data = connection;
    this.accepted += 1;
    this.#all.add(connection);
    this.mostOpen = Math.max(this.mostOpen, this.#all.size);
    if (this.#served.size < this.#options.maxConnections) this.#serve(connection);
    else this.#waiting.push(connection);
  }

  #serve(connection: Connection): void {
    connection.served = true;
    connection.lastActive = Date.now();
    this.#served.add(connection);
    this.mostServed = Math.max(this.mostServed, this.#served.size);
    if (connection.input.length > 0) this.#proceed(connection);
  }

  /** The connection no longer counts: the next one that waits is served. */
  #finish(connection: Connection | undefined): void {
    if (connection === undefined || connection.done) return;
    connection.done = true;
    this.#all.delete(connection);
    if (!this.#served.delete(connection)) return;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (next.done) continue;
      this.#serve(next);
      return;
    }
  }

  #data(connection: Connection | undefined, data: Buffer): void {
    if (connection === undefined || connection.done || connection.busy) return;
    connection.lastActive = Date.now();
    connection.input = connection.input.length === 0 ? Buffer.from(data) : Buffer.concat([connection.input, data]);
    if (connection.served) this.#proceed(connection);
  }

  /** Goes as far as the bytes received allow. */
  #proceed(connection: Connection): void {
    if (connection.head === undefined) {
      const parsed = readHead(connection.input);
      if (parsed === undefined) {
        if (connection.input.length > LARGEST_HEAD) this.#refuse(connection, 400);
        return;
      }
      connection.head = parsed;
      connection.input = connection.input.subarray(parsed.length);
      if (parsed.status !== undefined) {
        this.#refuse(connection, parsed.status);
        return;
      }
      if (parsed.expectsContinue) connection.socket.write("HTTP/1.1 100 continue\r\n\r\n");
    }
    const { bodyLength } = connection.head;
    if (connection.input.length < bodyLength) return;
    connection.busy = true;
    void this.#answer(connection, connection.input.subarray(0, bodyLength));
  }

  #refuse(connection: Connection, status: number): void {
    connection.busy = true;
    this.#send(connection, Buffer.from(errorPage(status)));
  }

  async #answer(connection: Connection, body: Uint8Array): Promise<void> {
    const reply = await this.#options.handle(body);
    if (connection.done || reply === "hang") return;
    if (reply === "reset") {
      connection.socket.terminate();
      this.#finish(connection);
      return;
    }
    if ("status" in reply) {
      this.#send(connection, Buffer.from(`${head(reply.status, "text/html", undefined)}${reply.body}`));
      return;
    }
    const start = Buffer.from(head(200, "text/xml; charset=utf-8", reply.body.length));
    const sent = "cutAt" in reply ? reply.body.subarray(0, reply.cutAt) : reply.body;
    this.#send(connection, Buffer.concat([start, sent]));
  }

  #send(connection: Connection, bytes: Uint8Array): void {
    connection.output = bytes;
    this.#drain(connection);
  }

  #drain(connection: Connection | undefined): void {
    if (connection?.output === undefined || connection.done) return;
    const written = connection.socket.write(connection.output);
    if (written < 0) {
      this.#finish(connection);
      return;
    }
    connection.output = connection.output.subarray(written);
    if (connection.output.length > 0) return;
    connection.socket.end();
    this.#finish(connection);
  }

  /** Ends served connections that have sent no complete call in time. */
  #sweep(): void {
    const before = Date.now() - this.#options.timeout;
    for (const connection of this.#served) {
      if (connection.busy || connection.lastActive > before) continue;
      if (connection.input.length === 0 && connection.head === undefined) connection.socket.end();
      else this.#refuse(connection, 408);
      this.#finish(connection);
    }
  }
}
