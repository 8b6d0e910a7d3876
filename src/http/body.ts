/** Request bodies that are read into memory: within BODY_LIMIT, in time, as UTF-8. */
import type { Config } from "../config/config.ts";
import { type ErrorCode, OcciError } from "../errors.ts";
import { byteSize } from "../wording.ts";
import { BODY_WINDOW_MS } from "./arrival-guard.ts";
import { arriving } from "./arriving.ts";

export type BodyLimits = Pick<Config, "bodyLimit" | "bodyRate" | "bodyTimeout">;

/** Memory that is used as what a body says it will be; what has come takes more. */
const FIRST_PIECE = 64 * 1024;

/**
 * Bytes that are taken from anybody. Nearly all requests are smaller, and need no call to oned for their password
 * alone; reading so little costs next to nothing, whatever it holds.
 */
export const FROM_ANYBODY = 16 * 1024;

/** Bytes in one piece of memory: a body may come in chunks of one byte, and each of them would take a hundred. */
class Gathered {
  #memory: Uint8Array;
  #length = 0;

  /** @param expected how many are announced; 0 when the body does not say so. */
  constructor(expected: number) {
    this.#memory = new Uint8Array(Math.min(expected, FIRST_PIECE));
  }

  add(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#memory.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#memory.length));
      larger.set(this.bytes);
      this.#memory = larger;
    }
    this.#memory.set(chunk, this.#length);
    this.#length = length;
  }

  /** Gives the memory back at once: collected as garbage it would add up to many bodies. */
  free(): void {
    const { buffer } = this.#memory;
    if (buffer instanceof ArrayBuffer) buffer.transfer(0);
  }

  /** All so far. */
  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#length);
  }
}

function tooLarge(limit: number): OcciError {
  return new OcciError("TOO_LARGE", `The request body is larger than ${byteSize(limit)}.`, {
    hint: "Only the file of an upload can be larger; the administrator can raise BODY_LIMIT.",
  });
}

/** The sender of a body. */
export interface Sender {
  /**
   * Makes sure that oned knows the user: called before more than `FROM_ANYBODY` is read.
   * @throws OcciError BAD_CREDENTIALS.
   */
  known(): Promise<void>;
  /** Waits until that much of the user's body may be read. */
  turn(bytes: number): Promise<void>;
}

/**
 * Reads the body.
 * @param notText the code for what is not UTF-8.
 * @throws OcciError TOO_LARGE over the limit, UPLOAD_STALLED when it comes too slowly, CLIENT_GONE when the client
 *   broke off, `notText` when the text is not UTF-8, and what the sender's methods throw.
 */
export async function readBody(
  request: Request,
  limits: BodyLimits,
  sender: Sender,
  notText: ErrorCode = "INVALID_XML",
): Promise<string> {
  const { bodyLimit: most, bodyRate: rate, bodyTimeout: longest } = limits;
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > most) throw tooLarge(most);
  let asked = false;
  const admit = async (bytes: number): Promise<void> => {
    if (asked || bytes <= FROM_ANYBODY) return;
    asked = true;
    await sender.known();
  };
  await admit(declared);
  const body = new Gathered(declared);
  const pace = { rate, longest, window: BODY_WINDOW_MS };
  for await (const chunk of arriving(request, { ...pace, most, tooLarge: () => tooLarge(most) })) {
    body.add(chunk);
    // A chunked body does not say how long it will be.
    await admit(body.bytes.length);
  }
  if (body.bytes.length > FROM_ANYBODY) await sender.turn(body.bytes.length);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body.bytes);
  } catch (cause) {
    throw new OcciError(notText, "The request body is not UTF-8.", { cause });
  } finally {
    body.free();
  }
}
