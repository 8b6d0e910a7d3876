/**
 * Sessions that act for a user whom somebody else has authenticated: OpenNebula's drivers `server_cipher` and
 * `server_x509`, as its `ServerCipherAuth` (since OpenNebula 5) and `ServerX509Auth` make them.
 */
import type { KeyObject } from "node:crypto";
import type { Session } from "./client.ts";

/** Loaded where it is used: it brings streams of Node's with it, and few servers act for others. */
const nodeCrypto = () => process.getBuiltinModule("node:crypto");

/** OpenNebula's own account for this. Anyone who knows its secret or has its key can act for every user. */
export type ServerAccount =
  | { readonly name: string; readonly secret: string }
  | { readonly name: string; readonly key: KeyObject };

const SERVERADMIN = "serveradmin";

/**
 * `name:secret`, as OpenNebula writes it into its file (`server_cipher`), or the private key of serveradmin in PEM form
 * (`server_x509`); undefined when it is neither.
 */
export function readServerAccount(text: string): ServerAccount | undefined {
  if (/-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(text))
    return { name: SERVERADMIN, key: nodeCrypto().createPrivateKey(text) };
  const [, name, secret] = /^([^:\s]+):(\S+)$/.exec(text.trim()) ?? [];
  return name === undefined || secret === undefined ? undefined : { name, secret };
}

/**
 * The session of a user.
 * @param expires seconds since 1970: oned refuses it from then on.
 */
export function serverSession(account: ServerAccount, user: string, expires: number): Session {
  const { name } = account;
  if ("key" in account) {
    // The driver takes base64 off twice.
    const signed = nodeCrypto()
      .privateEncrypt(account.key, Buffer.from(`${name}:${user}:${expires}`))
      .toString("base64");
    return `${name}:${user}:${Buffer.from(signed).toString("base64")}`;
  }
  const { secret } = account;
  const key = new Bun.CryptoHasher("sha256").update(secret).digest("hex").slice(0, 32);
  const cipher = nodeCrypto().createCipheriv("aes-256-cbc", key, key.slice(0, 16));
  const token = cipher.update(`${name}:${user}:${expires}`, "utf8", "base64") + cipher.final("base64");
  return `${name}:${user}:${token}`;
}

/** The user whose turn counts in the queue for oned: for a session of the server account, the user for whom it acts. */
export function userOf(session: Session): string {
  const [user = "", target = "", token] = session.split(":", 3);
  return user === SERVERADMIN && token !== undefined ? target : user;
}
