/** Encodes a document as oned's XML-RPC library puts it into its answers. For tests. */

/** Bytes or text with `&`, `<` and `>` as references; other bytes as they are. */
export function encodePayload(document: string | Uint8Array): Buffer {
  const bytes = typeof document === "string" ? Buffer.from(document) : Buffer.from(document);
  const encoded = bytes.toString("latin1").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return Buffer.from(encoded, "latin1");
}
