/**
 * multipart/form-data (RFC 7578) as a stream: each part goes to its own sink while it arrives, and no more is asked of
 * the client than the sinks have taken. The only file that knows @fastify/busboy, of which Dicer, the parser, is used.
 */
import type { Dicer } from "@fastify/busboy";
import { OcciError } from "../errors.ts";
import { type PartHeader, parsePartHeader } from "./part-header.ts";

/** Where the bytes of a part go. */
export interface PartSink {
  /** Bytes that are valid until the promise is settled. */
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

export interface MultipartLimits {
  readonly parts: number;
  /** Bytes of the header of one part. */
  readonly headerSize: number;
  /** Header lines of one part. */
  readonly headerPairs: number;
}

export const MULTIPART_LIMITS: MultipartLimits = { parts: 32, headerSize: 8 * 1024, headerPairs: 32 };

type ParserEvent =
  | { readonly kind: "begin"; readonly part: number; readonly header: PartHeader }
  | { readonly kind: "data"; readonly part: number; readonly bytes: Buffer }
  | { readonly kind: "end"; readonly part: number };

/**
 * Bytes that are parsed before the limits are looked at and others get their turn. A chunk as it came can be megabytes,
 * and so a million empty parts: a second of work in one go.
 */
const PIECE = 16 * 1024;

/** The error for a faulty multipart body. */
export function malformed(what: string, cause?: unknown): OcciError {
  return new OcciError("INVALID_REQUEST", `The multipart request ${what}.`, { cause });
}

/**
 * The boundary that a Content-Type names, undefined when the type is another one.
 * @throws OcciError INVALID_REQUEST for multipart/form-data without a usable boundary.
 */
export function boundaryOf(contentType: string): string | undefined {
  if (!/^multipart\/form-data\s*(;|$)/i.test(contentType)) return undefined;
  const match = /;\s*boundary\s*=\s*(?:"([^"\\]*)"|([^\s;"]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2] ?? "";
  // RFC 2046, bchars: at most 70 of them, no blank at the end.
  if (!/^[\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?]$/.test(boundary)) throw malformed("has no valid boundary");
  return boundary;
}

/** The parser: bytes in, events out, in an order that is right for each part. */
class PartParser {
  readonly #dicer: Dicer;
  /** The text before each part but the first. */
  readonly #delimiter: Buffer;
  readonly #limits: MultipartLimits;
  #events: ParserEvent[] = [];
  #parts = 0;
  #ended = 0;
  #failure: OcciError | undefined;
  #closed = false;
  /** Called when the parser stops: it has failed, or has seen the closing boundary. */
  #stopped: () => void = () => {};
  /** Called when a part ends too. */
  #changed: () => void = () => {};

  constructor(dicer: Dicer, boundary: string, limits: MultipartLimits) {
    this.#limits = limits;
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
    this.#dicer = dicer;
    this.#dicer.on("part", (part) => this.#begin(part));
    this.#dicer.on("error", (error) => this.#fail(malformed("ends too early", error)));
    this.#dicer.on("finish", () => {
      this.#closed = true;
      this.#stop();
    });
  }

  /** Whether the closing boundary was seen: what follows has no meaning. */
  get closed(): boolean {
    return this.#closed;
  }

  /** The events since the last call. @throws OcciError when the body cannot be read. */
  take(): ParserEvent[] {
    if (this.#failure !== undefined) throw this.#failure;
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Hands bytes to the parser. When this is over all of them have happened, and the parser holds none of them. */
  async push(bytes: Uint8Array): Promise<void> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#checkParts(buffer);
    const before = this.#parts + this.#ended;
    await new Promise<void>((resolve) => {
      this.#stopped = resolve;
      this.#dicer.write(buffer, () => resolve());
    });
    // Streams start and end in a later turn only; in between they pass bytes on at once.
    if (this.#parts + this.#ended !== before) await new Promise((resolve) => setImmediate(resolve));
  }

  /**
   * Ten bytes can be a part, for which Dicer makes a stream of its own: too many are seen before it gets them. Only a
   * delimiter that is cut in two is not.
   * @throws OcciError INVALID_REQUEST
   */
  #checkParts(bytes: Buffer): void {
    let parts = this.#parts;
    for (let at = bytes.indexOf(this.#delimiter); at >= 0; at = bytes.indexOf(this.#delimiter, at + 1)) {
      parts += 1;
      // One of them may be the closing one.
      if (parts > this.#limits.parts + 1) throw malformed(`has more than ${this.#limits.parts} parts`);
    }
  }

  /** Says that no more bytes come, and waits until all that was read has happened. */
  async end(): Promise<void> {
    if (!this.#closed) this.#dicer.end();
    while (this.#failure === undefined && (!this.#closed || this.#ended < this.#parts)) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  destroy(): void {
    this.#dicer.removeAllListeners("part");
    this.#dicer.destroy();
  }

  #stop(): void {
    this.#stopped();
    this.#changed();
  }

  #fail(error: OcciError): void {
    this.#failure ??= error;
    this.#stop();
  }

  #begin(stream: Dicer.PartStream): void {
    const part = this.#parts++;
    let known = false;
    if (this.#parts > this.#limits.parts) this.#fail(malformed(`has more than ${this.#limits.parts} parts`));
    stream.on("header", (lines) => {
      known = true;
      const header = parsePartHeader(lines as Record<string, string[]>);
      if (typeof header === "string") this.#fail(malformed(header));
      else if (this.#failure === undefined) this.#events.push({ kind: "begin", part, header });
    });
    stream.on("data", (bytes) => {
      if (this.#failure === undefined) this.#events.push({ kind: "data", part, bytes: bytes as Buffer });
    });
    stream.on("end", () => {
      this.#ended += 1;
      if (!known) this.#fail(malformed("has a part without a header"));
      else this.#events.push({ kind: "end", part });
      this.#changed();
    });
    stream.on("error", (error) => this.#fail(malformed("ends too early", error)));
  }
}

async function dicerFor(boundary: string, { headerPairs, headerSize }: MultipartLimits): Promise<Dicer> {
  // Loaded where it is used: it brings streams of Node's with it, and a server without uploads never needs it.
  const { Dicer } = await import("@fastify/busboy");
  const config = { boundary, maxHeaderPairs: headerPairs, maxHeaderSize: headerSize };
  return new Dicer(config);
}

/**
 * Reads a body to its end.
 * @param body its chunks are not looked at any more when the next one is asked for.
 * @param open gives the sink of a part, or undefined to drop it.
 * @throws OcciError INVALID_REQUEST when it is no multipart or is cut off; what `open` and the sinks throw.
 */
export async function readMultipart(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
  open: (header: PartHeader) => PartSink | undefined,
  limits: MultipartLimits = MULTIPART_LIMITS,
): Promise<void> {
  const parser = new PartParser(await dicerFor(boundary, limits), boundary, limits);
  const sinks = new Map<number, PartSink>();
  async function handOn(): Promise<void> {
    for (const event of parser.take()) {
      if (event.kind === "begin") {
        const sink = open(event.header);
        if (sink !== undefined) sinks.set(event.part, sink);
      } else if (event.kind === "data") {
        await sinks.get(event.part)?.write(event.bytes);
      } else {
        await sinks.get(event.part)?.end();
      }
    }
  }
  try {
    for await (const bytes of body) {
      for (let at = 0; at < bytes.length && !parser.closed; at += PIECE) {
        await parser.push(bytes.subarray(at, at + PIECE));
        await handOn();
      }
    }
    await parser.end();
    await handOn();
  } finally {
    parser.destroy();
  }
}
