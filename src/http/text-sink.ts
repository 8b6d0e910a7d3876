/** The part of a form that is kept in memory: the field occixml. */
import { OcciError } from "../errors.ts";
import { byteSize } from "../wording.ts";
import { FROM_ANYBODY } from "./body.ts";
import type { PartSink } from "./multipart.ts";

/** Collects the field, and hands it on when it is whole: UTF-8, of at most BODY_LIMIT bytes. */
export class TextSink implements PartSink {
  readonly #limit: number;
  readonly #turn: (bytes: number) => Promise<void>;
  readonly #take: (text: string) => void;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  /** @param turn waits until a large text may be read. */
  constructor(limit: number, turn: (bytes: number) => Promise<void>, take: (text: string) => void) {
    this.#limit = limit;
    this.#turn = turn;
    this.#take = take;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#size += bytes.length;
    if (this.#size > this.#limit) {
      throw new OcciError("TOO_LARGE", `The field occixml is larger than ${byteSize(this.#limit)}.`);
    }
    this.#chunks.push(Buffer.from(bytes));
  }

  async end(): Promise<void> {
    if (this.#size > FROM_ANYBODY) await this.#turn(this.#size);
    try {
      this.#take(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(this.#chunks)));
    } catch (cause) {
      if (cause instanceof OcciError) throw cause;
      throw new OcciError("INVALID_XML", "The field occixml is not UTF-8.", { cause });
    }
  }
}
