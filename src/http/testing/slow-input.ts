/** Texts that a parser may be slow with, as recipes: what is repeated, between what, for as many bytes as are wanted. */

/** A piece that is there once, or one that is repeated for its share of the bytes. */
export type Piece = string | Repeated;

export interface Repeated {
  /** `{n}` in it is another number each time. */
  readonly repeat: string;
  /** Of the bytes that are left for what is repeated; 1 unless told. */
  readonly share?: number;
}

export interface SlowInput {
  readonly name: string;
  readonly pieces: readonly Piece[];
}

const NUMBER = "{n}";

function repeated(text: string, bytes: number): string {
  if (!text.includes(NUMBER)) return text.repeat(Math.max(0, Math.floor(bytes / Buffer.byteLength(text))));
  const parts: string[] = [];
  for (let number = 0, length = 0; ; number++) {
    const part = text.replaceAll(NUMBER, number.toString(36));
    length += Buffer.byteLength(part);
    if (length > bytes) return parts.join("");
    parts.push(part);
  }
}

/** The text of at most so many bytes as UTF-8; longer only where what is not repeated is longer. */
export function textOf({ pieces }: Pick<SlowInput, "pieces">, bytes: number): string {
  const left =
    bytes - pieces.reduce((sum, piece) => sum + (typeof piece === "string" ? Buffer.byteLength(piece) : 0), 0);
  const shares = pieces.reduce((sum, piece) => sum + (typeof piece === "string" ? 0 : (piece.share ?? 1)), 0);
  return pieces
    .map((piece) => {
      if (typeof piece === "string") return piece;
      return repeated(piece.repeat, (left * (piece.share ?? 1)) / shares);
    })
    .join("");
}
