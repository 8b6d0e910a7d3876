/** Pixels as a client wants them (RFC 6143, 7.4). */
import { type Area, COLOURS, type Picture, WIDTH } from "./picture.ts";

export interface PixelFormat {
  readonly bytes: number;
  readonly bigEndian: boolean;
  readonly max: readonly [number, number, number];
  readonly shift: readonly [number, number, number];
}

/** 32 bits: a byte each for blue, green and red. */
export const OWN_FORMAT: PixelFormat = { bytes: 4, bigEndian: false, max: [255, 255, 255], shift: [16, 8, 0] };

/** The 16 bytes of the protocol. */
export function formatBytes({ bytes, bigEndian, max, shift }: PixelFormat): Buffer {
  const buffer = Buffer.alloc(16);
  buffer.writeUInt8(bytes * 8, 0);
  buffer.writeUInt8(24, 1);
  buffer.writeUInt8(bigEndian ? 1 : 0, 2);
  buffer.writeUInt8(1, 3);
  for (const [index, value] of max.entries()) buffer.writeUInt16BE(value, 4 + 2 * index);
  for (const [index, value] of shift.entries()) buffer.writeUInt8(value, 10 + index);
  return buffer;
}

/** Undefined for one with a table of colours. */
export function formatOf(bytes: Buffer): PixelFormat | undefined {
  const bits = bytes.readUInt8(0);
  if (bytes.readUInt8(3) === 0 || ![8, 16, 32].includes(bits)) return undefined;
  return {
    bytes: bits / 8,
    bigEndian: bytes.readUInt8(2) !== 0,
    max: [bytes.readUInt16BE(4), bytes.readUInt16BE(6), bytes.readUInt16BE(8)],
    shift: [bytes.readUInt8(10), bytes.readUInt8(11), bytes.readUInt8(12)],
  };
}

/** The bytes of each colour. */
function table({ bytes, bigEndian, max, shift }: PixelFormat): readonly Buffer[] {
  return COLOURS.map((colour) => {
    const value = colour.reduce<number>((sum, part, index) => {
      return sum + Math.round((part * (max[index] ?? 0)) / 255) * 2 ** (shift[index] ?? 0);
    }, 0);
    const buffer = Buffer.alloc(bytes);
    if (bigEndian) buffer.writeUIntBE(value, 0, bytes);
    else buffer.writeUIntLE(value, 0, bytes);
    return buffer;
  });
}

/** A part of the picture in Raw encoding: its rectangle with header. */
export function rectangle({ pixels }: Picture, { x, y, width, height }: Area, format: PixelFormat): Buffer {
  const buffer = Buffer.alloc(12 + width * height * format.bytes);
  for (const [index, value] of [x, y, width, height].entries()) buffer.writeUInt16BE(value, 2 * index);
  const colours = table(format);
  let at = 12;
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      const colour = colours[pixels[row * WIDTH + column] ?? 0];
      for (let byte = 0; byte < format.bytes; byte++) buffer[at++] = colour?.[byte] ?? 0;
    }
  }
  return buffer;
}
