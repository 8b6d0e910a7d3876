/** The user of the request: groups, SSH keys, and what is left of the quotas. */
import { OcciError } from "../../errors.ts";
import type { Me } from "../../model.ts";
import type { CallOf, PoolAnswer } from "../../opennebula/client.ts";
import { alone } from "../../opennebula/pool.ts";
import { OwnerQuotas } from "../../opennebula/quotas.ts";
import { idsAt, wholeNumber } from "../../opennebula/record-parts.ts";
import { template } from "../../opennebula/template-writer.ts";
import { type LoginToken, userOf } from "../../opennebula/user.ts";
import { SELF, update } from "../../opennebula/user-notes.ts";
import { text, type XmlRecord } from "../../xml/record.ts";
import { maySeparate } from "../context-separator.ts";
import { quotasOf } from "./quotas.ts";
import type { Requester } from "./requester.ts";
import { secondFactorOf } from "./second-factor.ts";

/** OpenNebula keeps all keys in one attribute, a line for each. */
const KEYS = "SSH_PUBLIC_KEY";

function keysOf(user: XmlRecord): string[] {
  const lines = (text(user, "TEMPLATE", KEYS) ?? "").split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** `one.user.info` and `one.group.info` of the caller, in one call; each has the defaults of the cloud for its quotas. */
export async function showMe(requester: Requester): Promise<Me> {
  return (await readMe(requester)).me;
}

/** The user with the login tokens and the secret of the second factor, which must never be in an answer. */
export interface MeAndSecrets {
  readonly me: Me;
  readonly tokens: readonly LoginToken[];
  readonly factor?: string;
}

/** The calls whose answers are a user with all that concerns them. */
const ME_CALLS: readonly CallOf[] = [
  ["one.user.info", SELF],
  ["one.group.info", SELF],
];

/** @param further another call that goes with these in one, and `use`, which is given its answer. */
export async function readMe(
  { deps, session }: Requester,
  further?: { readonly call: CallOf; readonly use: (answer: PoolAnswer) => Promise<void> },
): Promise<MeAndSecrets> {
  const answers = await deps.oned.readMany(session, [...ME_CALLS, ...(further === undefined ? [] : [further.call])]);
  try {
    const [userAnswer, groupAnswer, furtherAnswer] = answers as [PoolAnswer, PoolAnswer, PoolAnswer?];
    const user = await alone(userAnswer, "USER", (record) => record);
    const group = await alone(groupAnswer, "GROUP", (record) => record);
    const me = {
      id: wholeNumber(user, "ID"),
      name: text(user, "NAME") ?? "",
      group: { id: wholeNumber(group, "ID"), name: text(group, "NAME") ?? "" },
      groups: idsAt(user, "GROUPS"),
      sshKeys: keysOf(user),
      quotas: quotasOf(new OwnerQuotas(user, "DEFAULT_USER_QUOTAS"), new OwnerQuotas(group, "DEFAULT_GROUP_QUOTAS")),
    };
    const factor = secondFactorOf(user);
    if (furtherAnswer !== undefined) await further?.use(furtherAnswer);
    return { me, tokens: userOf(user).tokens, ...(factor !== undefined && { factor }) };
  } finally {
    for (const answer of answers) answer.release();
  }
}

/** Type, key in Base64, and a comment. Source: sshd(8), AUTHORIZED_KEYS FILE FORMAT. */
const PUBLIC_KEY =
  /^(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp\d{3}|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]{16,}={0,3}(?: [^\r\n]*)?$/;

/**
 * A list of keys as one text.
 * @throws OcciError INVALID_REQUEST for what is not a public key of SSH, above all for a private one.
 */
export function joinedKeys(keys: readonly string[]): string {
  const faults = keys.flatMap((key, index) => {
    if (PUBLIC_KEY.test(key.trim()) && !maySeparate(key.trim())) return [];
    const isPrivate = /PRIVATE KEY/.test(key);
    const message = isPrivate
      ? "This is a private key: keep it secret, and send the public key."
      : "This is not an SSH public key.";
    return [{ at: ["sshKeys", index], message }];
  });
  if (faults.length > 0) {
    throw new OcciError("INVALID_REQUEST", faults[0]?.message ?? "", {
      faults,
      hint: "A public key is one line, as in ~/.ssh/id_ed25519.pub: its type, the key, and a comment.",
    });
  }
  return keys.map((key) => key.trim()).join("\n");
}

/** Replaces the keys (`one.user.update`). @throws OcciError INVALID_REQUEST, or as oned refuses. */
export async function changeKeys(requester: Requester, keys: readonly string[]): Promise<Me> {
  const { deps, session, user } = requester;
  const joined = joinedKeys(keys);
  return deps.userTurns.take(user, async () => {
    const { id } = await showMe(requester);
    await update(deps.oned, session, id, template([[KEYS, joined]]));
    return showMe(requester);
  });
}
