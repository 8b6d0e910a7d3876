/** Reads one HTTP/1.1 answer from a connection, whenever it comes. */
import type { Reply } from "./answer.ts";
import type { Wire } from "./wire.ts";

/** The largest header and body, in bytes: answers to uploads are small. */
const HEAD_LIMIT = 64 * 1024;
const BODY_LIMIT = 8 * 1024 * 1024;

interface Head {
  readonly status: number;
  readonly headers: Headers;
  /** NaN if the server does not say it. */
  readonly length: number;
  readonly chunked: boolean;
}

function broken(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

const malformed = (): Error => broken("Malformed_HTTP_Response", "no HTTP");

export class AnswerReader {
  /** @throws Error with `code`: ECONNRESET and the like, Malformed_HTTP_Response. */
  readonly answer: Promise<Reply>;
  /** Settles as soon as it is known that the answer is a refusal; its text may still come. */
  readonly refused: Promise<void>;
  readonly #refuse: () => void;
  readonly #wire: Wire;
  readonly #resolve: (reply: Reply) => void;
  readonly #reject: (error: Error) => void;
  readonly #until: "head" | "body";
  #bytes = Buffer.alloc(0);
  #head: Head | undefined;

  /** @param until `head`: the body, if there is any, is left alone. */
  constructor(wire: Wire, until: "head" | "body" = "body") {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    const refusal = Promise.withResolvers<void>();
    this.refused = refusal.promise;
    this.#refuse = refusal.resolve;
    this.#wire = wire;
    this.#until = until;
    wire.on("data", this.#take);
    wire.on("end", this.#end);
    wire.on("close", this.#end);
    wire.on("error", this.#fail);
  }

  /** Listens no more. */
  release(): void {
    this.#wire.off("data", this.#take);
    this.#wire.off("end", this.#end);
    this.#wire.off("close", this.#end);
    this.#wire.off("error", this.#fail);
  }

  readonly #take = (bytes: Buffer): void => {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    try {
      this.#head ??= this.#takeHead();
      if (this.#head !== undefined && this.#head.status >= 400) this.#refuse();
      const body = this.#head && this.#body(this.#head, false);
      if (this.#head !== undefined && body !== undefined) this.#answered(this.#head, body);
      else if (this.#bytes.length > (this.#head === undefined ? HEAD_LIMIT : BODY_LIMIT)) throw malformed();
    } catch (error) {
      this.#reject(error instanceof Error ? error : malformed());
    }
  };

  readonly #end = (): void => {
    const head = this.#head;
    if (head !== undefined && Number.isNaN(head.length) && !head.chunked) this.#answered(head, this.#bytes);
    else this.#fail(broken("ECONNRESET", "closed"));
  };

  /** The status of a refusal counts also when its text is cut off. */
  readonly #fail = (error: Error): void => {
    const head = this.#head;
    if (head !== undefined && head.status >= 400) this.#answered(head, this.#body(head, true) ?? this.#bytes);
    else this.#reject(error);
  };

  #answered({ status, headers }: Head, body: Buffer): void {
    this.#resolve({ status, headers, body: body.toString("utf8") });
  }

  /** Undefined: not all of it is there. */
  #takeHead(): Head | undefined {
    for (;;) {
      const end = this.#bytes.indexOf("\r\n\r\n");
      if (!/^(H(T(T(P(\/.*)?)?)?)?)?$/.test(this.#bytes.toString("latin1", 0, 5))) throw malformed();
      if (end < 0) return undefined;
      const head = readHead(this.#bytes.toString("latin1", 0, end));
      this.#bytes = this.#bytes.subarray(end + 4);
      // 100 Continue and the like are not answers.
      if (head.status >= 200) return head;
    }
  }

  #body({ status, length, chunked }: Head, closed: boolean): Buffer | undefined {
    if (this.#until === "head" || status === 204 || status === 304) return Buffer.alloc(0);
    if (chunked) return dechunked(this.#bytes, closed);
    if (Number.isNaN(length)) return closed ? this.#bytes : undefined;
    return this.#bytes.length >= length || closed ? this.#bytes.subarray(0, length) : undefined;
  }
}

/** @throws Error Malformed_HTTP_Response. */
function readHead(text: string): Head {
  const [first = "", ...lines] = text.split("\r\n");
  const [, status] = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first) ?? [];
  if (status === undefined) throw malformed();
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 1) throw malformed();
    try {
      headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
    } catch {
      throw malformed();
    }
  }
  const length = headers.get("content-length") ?? "";
  return {
    status: Number(status),
    headers,
    length: /^\d+$/.test(length) ? Number(length) : Number.NaN,
    chunked: /\bchunked\s*$/i.test(headers.get("transfer-encoding") ?? ""),
  };
}

/** Undefined: the last chunk is not there. @param closed take what there is. @throws Error Malformed_HTTP_Response. */
function dechunked(bytes: Buffer, closed: boolean): Buffer | undefined {
  const chunks: Buffer[] = [];
  const there = (): Buffer | undefined => (closed ? Buffer.concat(chunks) : undefined);
  for (let at = 0; ; ) {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) return there();
    const [, digits] = /^([\da-f]{1,8})\s*(?:;.*)?$/i.exec(bytes.toString("latin1", at, end)) ?? [];
    if (digits === undefined) throw malformed();
    const size = Number.parseInt(digits, 16);
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
    if (at > bytes.length) return there();
  }
}
