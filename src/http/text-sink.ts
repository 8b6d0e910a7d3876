/** The part of a form that is kept in memory: its representation of the image. */
import { type ErrorCode, OcciError } from "../errors.ts";
import { byteSize } from "../wording.ts";
import { FROM_ANYBODY } from "./body.ts";
import type { PartSink } from "./multipart.ts";

/** The field. */
export interface TextField {
  readonly name: string;
  /** Bytes. */
  readonly limit: number;
  /** The code for what is not UTF-8. */
  readonly notText: ErrorCode;
}

/** Collects the field, and hands it on when it is whole: UTF-8, of at most BODY_LIMIT bytes. */
export class TextSink implements PartSink {
  readonly #field: TextField;
  readonly #turn: (bytes: number) => Promise<void>;
  readonly #take: (text: string) => void;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  /** @param turn waits until a large text may be read. */
  constructor(field: TextField, turn: (bytes: number) => Promise<void>, take: (text: string) => void) {
    this.#field = field;
    this.#turn = turn;
    this.#take = take;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#size += bytes.length;
    const { name, limit } = this.#field;
    if (this.#size > limit) {
      throw new OcciError("TOO_LARGE", `The field ${name} is larger than ${byteSize(limit)}.`);
    }
    this.#chunks.push(Buffer.from(bytes));
  }

  async end(): Promise<void> {
    if (this.#size > FROM_ANYBODY) await this.#turn(this.#size);
    try {
      this.#take(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(this.#chunks)));
    } catch (cause) {
      if (cause instanceof OcciError) throw cause;
      const { name, notText } = this.#field;
      throw new OcciError(notText, `The field ${name} is not UTF-8.`, { cause });
    }
  }
}
