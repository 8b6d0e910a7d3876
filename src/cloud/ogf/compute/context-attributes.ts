/** CONTEXT of oned as the attributes of OCCI: key, user data, host name. */

import type { Attributes, Value } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import type { Vocabulary } from "../../../wording.ts";

export const PUBLIC_KEY = "occi.credentials.ssh.publickey";
export const USERDATA = "occi.compute.userdata";
export const HOSTNAME = "occi.compute.hostname";
const OPENSTACK_KEY_DATA = "org.openstack.credentials.publickey.data";
const OPENSTACK_USERDATA = "org.openstack.compute.user_data";

const KEY = /^(?:[a-z]+="[^"\r\n]*",? *|[a-z-]+,? *)*(ssh-|ecdsa-|sk-)[^\r\n]+$/;
/** Base64 of 1.1's clients; more than any of them sent. */
const LONGEST_KEY = 16_384;

function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** @throws OcciError INVALID_REQUEST */
export function publicKey(attributes: Attributes): string | undefined {
  const [ours, theirs] = [textOf(attributes.get(PUBLIC_KEY)), textOf(attributes.get(OPENSTACK_KEY_DATA))];
  const key = (ours ?? theirs)?.trim();
  if (key === undefined) return undefined;
  const lines = key.split(/\r?\n/);
  if (key.length <= LONGEST_KEY && lines.every((line) => line.length < 8192 && KEY.test(line))) return lines.join("\n");
  const name = ours === undefined ? OPENSTACK_KEY_DATA : PUBLIC_KEY;
  throw new OcciError(
    "INVALID_REQUEST",
    `${name} must be an SSH public key, such as the content of ~/.ssh/id_ed25519.pub.`,
  );
}

/** Names the key as the request did: OpenStack's clients have an attribute of their own for it. */
export function keyWords(attributes: Attributes): Vocabulary {
  const name = attributes.has(PUBLIC_KEY) ? PUBLIC_KEY : OPENSTACK_KEY_DATA;
  return (term) => {
    const variable = "field" in term ? term.key : "attribute" in term ? term.attribute.split("/").at(-1) : undefined;
    return variable === "SSH_PUBLIC_KEY" ? name : undefined;
  };
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** Its first bytes: cloud-init takes that as well. */
const GZIP = String.fromCharCode(0x1f, 0x8b);

/** Whether text is a kind of user data that guests tell by its first line (GFD.224, 3.5.4). */
function isRecognised(text: string): boolean {
  return (
    text.startsWith(GZIP) ||
    /^(#!|#cloud-|#include|#upstart-job|#part-handler|Content-Type:|MIME-Version:|## template)/i.test(text)
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these have no place in a line
const NOT_IN_A_LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Whether bytes are a text that text renderings have no other way to send. */
function isTextOfLines(bytes: Uint8Array): boolean {
  try {
    return NOT_IN_A_LINE.test(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

/** Whether user data is Base64 of what guests are meant to get. */
function isEncoded(joined: string): boolean {
  if (!isBase64(joined)) return false;
  const bytes = Buffer.from(joined, "base64");
  return isRecognised(bytes.toString("latin1")) || isTextOfLines(bytes);
}

/** In Base64. @throws OcciError INVALID_REQUEST for the OpenStack mixin's when it is not that. */
function userData(attributes: Attributes): string | undefined {
  const theirs = textOf(attributes.get(OPENSTACK_USERDATA));
  const ours = textOf(attributes.get(USERDATA));
  if (ours === undefined && theirs !== undefined) {
    const joined = theirs.replace(/\s+/g, "");
    if (!isBase64(joined)) throw new OcciError("INVALID_REQUEST", `${OPENSTACK_USERDATA} must be in Base64.`);
    return joined;
  }
  if (ours === undefined) return undefined;
  const joined = ours.replace(/\s+/g, "");
  return isEncoded(joined) ? joined : Buffer.from(ours, "utf8").toString("base64");
}

/** @throws OcciError INVALID_REQUEST */
export function hostName(value: Value | undefined): string | undefined {
  const name = textOf(value);
  if (name === undefined) return undefined;
  if (
    /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*\.?$/.test(
      name,
    )
  )
    return name;
  throw new OcciError("INVALID_REQUEST", `${HOSTNAME} is not a host name.`);
}

/** The variables that a creation puts into CONTEXT. @throws OcciError INVALID_REQUEST naming the attribute. */
export function contextOf(attributes: Attributes): [string, string][] {
  const entries: [string, string][] = [];
  const [key, data, name] = [publicKey(attributes), userData(attributes), hostName(attributes.get(HOSTNAME))];
  if (key !== undefined) entries.push(["SSH_PUBLIC_KEY", key]);
  if (data !== undefined) entries.push(["USER_DATA", data], ["USERDATA_ENCODING", "base64"]);
  if (name !== undefined) entries.push(["SET_HOSTNAME", name]);
  return entries;
}

/** Whether user data that was sent is what a machine has already, as it is or in Base64. */
export function isSameUserData(sent: string, present: string): boolean {
  return sent === present || sent.replace(/\s+/g, "") === Buffer.from(present, "utf8").toString("base64");
}

/** The decoded text; Base64 of anything but text stays as it is. */
function decoded(base64: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64, "base64"));
  } catch {
    return base64;
  }
}

export interface SeenContext {
  readonly publicKey?: string;
  readonly userData?: string;
  readonly hostName?: string;
}

/** The attributes from a machine's CONTEXT. */
export function readContext(context: readonly (readonly [string, string])[]): SeenContext {
  const found = new Map(context);
  const key = found.get("SSH_PUBLIC_KEY") || undefined;
  const data = found.get("USER_DATA") ?? found.get("USERDATA");
  const encoded = (found.get("USERDATA_ENCODING") ?? found.get("USER_DATA_ENCODING") ?? "").trim() === "base64";
  const name = found.get("SET_HOSTNAME") || found.get("HOSTNAME") || undefined;
  return {
    ...(key !== undefined && { publicKey: key }),
    ...(data !== undefined && data !== "" && { userData: encoded ? decoded(data) : data }),
    ...(name !== undefined && { hostName: name }),
  };
}
