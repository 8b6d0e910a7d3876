/**
 * Sessions that act for a user whom somebody else has authenticated: OpenNebula's driver `server_cipher`, as its
 * `ServerCipherAuth` makes them since OpenNebula 5.
 */
import { createCipheriv, createHash } from "node:crypto";
import type { Session } from "./client.ts";

/** OpenNebula's own account for this, usually `serveradmin`. Whoever knows its secret can act for every user. */
export interface ServerAccount {
  readonly name: string;
  readonly secret: string;
}

/** `name:secret`, as OpenNebula writes it into its file; undefined when it is not that. */
export function readServerAccount(text: string): ServerAccount | undefined {
  const [, name, secret] = /^([^:\s]+):(\S+)$/.exec(text.trim()) ?? [];
  return name === undefined || secret === undefined ? undefined : { name, secret };
}

/**
 * The session of a user.
 * @param expires seconds since 1970: oned refuses it from then on.
 */
export function serverSession({ name, secret }: ServerAccount, user: string, expires: number): Session {
  const key = createHash("sha256").update(secret).digest("hex").slice(0, 32);
  const cipher = createCipheriv("aes-256-cbc", key, key.slice(0, 16));
  const token = cipher.update(`${name}:${user}:${expires}`, "utf8", "base64") + cipher.final("base64");
  return `${name}:${user}:${token}`;
}

/** Whose turn it is in the queue for oned: of a session of the server account the user whom it acts for. */
export function userOf(session: Session): string {
  const [user = "", target = "", token] = session.split(":", 3);
  return user === "serveradmin" && token !== undefined ? target : user;
}
