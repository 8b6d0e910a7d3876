/** Users and their login tokens. */
import { OcciError } from "../errors.ts";
import type { ActionRequest, QuotaElement, User } from "../model.ts";
import type { Session } from "../opennebula/client.ts";
import { members } from "../opennebula/pool.ts";
import { isDamage, limited, readEach, type Skip } from "../opennebula/read-around.ts";
import * as onedUser from "../opennebula/user.ts";
import { entries, type XmlRecord } from "../xml/record.ts";
import type { CloudDeps } from "./deps.ts";
import * as fields from "./fields.ts";

/** A login token that was made. */
export interface Token {
  readonly value: string;
  readonly user: { readonly id: number; readonly name: string };
  /** Seconds that it lives from now on. */
  readonly seconds: number;
}

/** Life of a token whose request names none, in seconds. */
const NINETY_DAYS = 90 * 24 * 3600;

function quota(name: string, record: XmlRecord): QuotaElement {
  if (typeof record === "string") return { name, text: record };
  return { name, children: entries(record).map(([child, value]) => quota(child, value)) };
}

/** @param full also what lists leave out: quotas, and when login tokens expire. */
function view(user: onedUser.OnedUser, full: boolean): User {
  return {
    id: user.id,
    name: user.name,
    group: user.gname,
    ...(full && {
      quotas: user.quotas.map(([name, record]) => quota(name, record)),
      tokenEnds: user.tokens.map(({ expires }) => expires).toSorted((a = Infinity, b = Infinity) => a - b || 0),
    }),
  };
}

/** Asks oned whether the credentials are valid; for routes that make no other call to it. */
export async function login(deps: CloudDeps, session: Session): Promise<void> {
  await onedUser.info(deps.oned, session, onedUser.SELF);
}

/**
 * The users that the caller may see, without quotas. oned gives no part of them: around a fault they are read one by
 * one.
 */
export async function* list(deps: CloudDeps, session: Session, onSkipped: Skip): AsyncGenerator<readonly User[]> {
  const skip = limited(onSkipped);
  const shown = (user: onedUser.OnedUser) => view(user, false);
  let begun = false;
  try {
    const answer = await onedUser.pool(deps.oned, session);
    const convert = (record: XmlRecord) => shown(onedUser.userOf(record));
    // The quotas of all users stand between them, outside of their elements.
    const siblings = ["QUOTAS", "DEFAULT_USER_QUOTAS"];
    for await (const batch of members(answer, "USER_POOL", "USER", convert, { siblings, onFault: skip })) {
      begun = true;
      yield batch;
    }
  } catch (error) {
    if (begun || !isDamage(error)) throw error;
    const ids = await onedUser.memberIds(deps.oned, session);
    yield* readEach(ids, async (id) => shown(await onedUser.info(deps.oned, session, id)), skip);
  }
}

/** @param id of the user; -1 is the caller. */
export async function show(deps: CloudDeps, session: Session, id: number): Promise<User> {
  return view(await onedUser.info(deps.oned, session, id), true);
}

async function hashedToken(
  deps: CloudDeps,
  session: Session,
  user: onedUser.OnedUser,
  seconds: number,
): Promise<Token> {
  if (!deps.config.hashedClients) {
    throw new OcciError("FORBIDDEN", "Tokens for clients that send a hash of the password are not allowed here.", {
      hint: "The administrator can set HASHED_CLIENTS=yes.",
    });
  }
  const caller = await onedUser.info(deps.oned, session, onedUser.SELF);
  const colon = session.indexOf(":");
  const secret = session.slice(colon + 1);
  // A user who logged in by certificate has a session of the server's own account.
  const byPassword = session.slice(0, colon) === caller.name && !caller.tokens.some(({ value }) => value === secret);
  if (caller.id !== user.id || !byPassword) {
    throw new OcciError(
      "INVALID_REQUEST",
      "The hash is computed from the password: log in as that user, with the password.",
    );
  }
  const value = new Bun.CryptoHasher("sha1").update(secret).digest("hex");
  await onedUser.login(deps.oned, session, user.name, value, seconds);
  return { value, user, seconds };
}

/**
 * `POST /user/ID/action`: token, hashed, revoketoken.
 * @returns the token that was made; undefined when one (PARAMS/TOKEN) or all were revoked.
 */
export async function act(
  deps: CloudDeps,
  session: Session,
  id: number,
  request: ActionRequest,
): Promise<Token | undefined> {
  const { perform, params } = request;
  if (perform !== "token" && perform !== "hashed" && perform !== "revoketoken") {
    throw new OcciError("FORBIDDEN", `Action ${perform} not supported`, { hint: "Use token, hashed or revoketoken." });
  }
  const seconds = params.seconds ? fields.seconds(params.seconds) : NINETY_DAYS;
  const user = await onedUser.info(deps.oned, session, id);
  if (perform === "hashed") return hashedToken(deps, session, user, seconds);
  if (perform === "token") {
    const value = await onedUser.login(deps.oned, session, user.name, "", seconds);
    return { value, user, seconds };
  }
  await onedUser.login(deps.oned, session, user.name, params.token ?? "", 0);
  return undefined;
}
