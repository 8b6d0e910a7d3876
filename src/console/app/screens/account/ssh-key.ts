/** Public keys of SSH: whether a line is one, and its fingerprint. Source: sshd(8), AUTHORIZED_KEYS FILE FORMAT; RFC 4253, 6.6. */

export interface SshKey {
  readonly type: string;
  /** The key in Base64. */
  readonly data: string;
  readonly comment: string;
}

/** Why a text is no key. */
export type KeyFault = "empty" | "private" | "lines" | "options" | "damaged" | "notKey";

const LINE =
  /^(ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp\d{3}|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)\s+([A-Za-z0-9+/]+={0,3})(?:\s+(.*))?$/;

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The fields of a key, each behind its length in four bytes; undefined where they do not fill it. */
function fieldsOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] | undefined {
  const view = new DataView(bytes.buffer);
  const fields: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    fields.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return at === bytes.length ? fields : undefined;
}

/** Whether the key is whole, and of the type that the line says. */
function isWhole(bytes: Uint8Array<ArrayBuffer> | undefined, type: string): boolean {
  const fields = bytes === undefined ? undefined : fieldsOf(bytes);
  const [name, ...others] = fields ?? [];
  return name !== undefined && others.length > 0 && String.fromCharCode(...name) === type;
}

/** Reads one key. */
export function readKey(text: string): SshKey | KeyFault {
  const line = text.trim();
  if (line === "") return "empty";
  if (/PRIVATE KEY/.test(line)) return "private";
  if (/[\r\n]/.test(line)) return "lines";
  const [, type = "", data = "", comment = ""] = LINE.exec(line) ?? [];
  if (type === "") return / (?:ssh-|ecdsa-|sk-)\S+ /.test(line) ? "options" : "notKey";
  return isWhole(bytesOf(data), type) ? { type, data, comment } : "damaged";
}

/** As `ssh-keygen -lf` shows it; undefined where it is no key. */
export async function fingerprint(text: string): Promise<string | undefined> {
  const key = readKey(text);
  const bytes = typeof key === "string" ? undefined : bytesOf(key.data);
  if (bytes === undefined) return undefined;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `SHA256:${btoa(String.fromCharCode(...hash)).replace(/=+$/, "")}`;
}
