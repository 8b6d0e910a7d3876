/**
 * The console's files in one: what scripts/build embeds in the executable. At its beginning four bytes have the length
 * of an index in JSON; the files follow it.
 */

/** A file in its compressed forms. */
export interface ConsoleFile {
  /** With a hash of its content: another content has another name. */
  readonly name: string;
  readonly type: string;
  readonly brotli: Uint8Array;
  readonly gzip: Uint8Array;
}

export interface ConsoleFiles {
  /** By name. */
  readonly files: ReadonlyMap<string, ConsoleFile>;
  /** The files that the page loads at once: styles, the module to run, and those that it needs. */
  readonly first: readonly string[];
}

interface Index {
  readonly first: readonly string[];
  readonly files: readonly {
    readonly name: string;
    readonly type: string;
    readonly sizes: readonly [number, number];
  }[];
}

const LENGTH_BYTES = 4;

export function writePack(bundle: {
  readonly files: readonly ConsoleFile[];
  readonly first: readonly string[];
}): Uint8Array {
  const index: Index = {
    first: bundle.first,
    files: bundle.files.map(({ name, type, brotli, gzip }) => ({ name, type, sizes: [brotli.length, gzip.length] })),
  };
  const head = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, ...bundle.files.flatMap(({ brotli, gzip }) => [brotli, gzip])]);
}

/** @throws Error for what is no pack. */
export function readPack(bytes: Uint8Array): ConsoleFiles {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = LENGTH_BYTES + view.getUint32(0);
  const index = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, at))) as Index;
  const take = (size: number): Uint8Array => {
    at += size;
    return bytes.subarray(at - size, at);
  };
  const files = index.files.map(({ name, type, sizes: [brotli, gzip] }) => {
    return [name, { name, type, brotli: take(brotli), gzip: take(gzip) }] as const;
  });
  return { files: new Map(files), first: index.first };
}
