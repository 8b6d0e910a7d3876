/**
 * The handshake of RFB (RFC 6143, 7.1), as far as a relay reads it: whether the host speaks RFB, and whether a browser
 * can use its security types. Everything else passes unread.
 */

/** Bytes of `RFB 003.008\n`, which a host sends first. */
export const GREETING_LENGTH = 12;
const GREETING = /^RFB 003\.00\d\n$/;

/** Whether the first bytes that a host sent can still become a greeting. */
export function canGreet(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, GREETING_LENGTH)).toString("latin1");
  return GREETING.test(text + "RFB 003.000\n".slice(text.length));
}

/** Security types that begin TLS: TLS and VeNCrypt. A browser does not speak TLS within a WebSocket. */
const TLS_TYPES: ReadonlySet<number> = new Set([18, 19]);
/** Before 3.7 the host chooses the type, and sends it as four bytes. */
const CHOOSING_MINOR = 7;

/** Reads both directions until the host has sent its security types. */
export class Handshake {
  #client = Buffer.alloc(0);
  #host = Buffer.alloc(0);
  #over = false;

  /** Takes bytes of the client, from the first one on. */
  fromClient(bytes: Uint8Array): void {
    if (this.#over || this.#client.length >= GREETING_LENGTH) return;
    this.#client = Buffer.concat([this.#client, bytes.subarray(0, GREETING_LENGTH)]);
  }

  /** Takes bytes of the host, after its greeting. @returns whether it requires TLS. */
  requiresTls(bytes: Uint8Array): boolean {
    if (this.#over) return false;
    this.#host = Buffer.concat([this.#host, bytes.subarray(0, 256)]);
    const types = this.#types();
    if (types === undefined) return false;
    this.#over = true;
    return types.length > 0 && types.every((type) => TLS_TYPES.has(type));
  }

  /** The security types; undefined until all of them have been received. */
  #types(): readonly number[] | undefined {
    const minor = Number(this.#client.toString("latin1", 8, 11));
    if (minor < CHOOSING_MINOR) return this.#host.length < 4 ? undefined : [this.#host.readUInt32BE(0)];
    const [count] = this.#host;
    if (count === undefined || this.#host.length < 1 + count) return undefined;
    return [...this.#host.subarray(1, 1 + count)];
  }
}
