/** Login tokens of the user. A token is shown once, when it is created; after that, a short hash identifies it. */
import { OcciError } from "../../errors.ts";
import type { LoginTokenInfo, NewLoginToken } from "../../model.ts";
import * as onedUser from "../../opennebula/user.ts";
import type { Requester } from "./requester.ts";

/** Hexadecimal digits of the hash: enough to distinguish ten tokens, and too few to find one. */
const ID_LENGTH = 12;
/** `LoginTokenPool::MAX_TOKENS` of oned. */
export const MOST_TOKENS = 10;

function idOf(value: string): string {
  return new Bun.CryptoHasher("sha256").update(value).digest("hex").slice(0, ID_LENGTH);
}

function infoOf({ value, expires }: onedUser.LoginToken): LoginTokenInfo {
  return { id: idOf(value), ...(expires !== undefined && { expires: new Date(expires * 1000) }) };
}

/** The first to expire first; those that never expire come last. */
export function bySoonest(a: onedUser.LoginToken, b: onedUser.LoginToken): number {
  return (a.expires ?? Number.MAX_SAFE_INTEGER) - (b.expires ?? Number.MAX_SAFE_INTEGER);
}

/** The tokens of the user, the first to expire first (`one.user.info`). */
export async function listTokens({ deps, session }: Requester): Promise<LoginTokenInfo[]> {
  const { tokens } = await onedUser.info(deps.oned, session, onedUser.SELF);
  return tokens.toSorted(bySoonest).map(infoOf);
}

/** Whether oned has refused a token because the user has ten already. */
export function isFull(error: unknown): error is OcciError {
  return error instanceof OcciError && /Max number of tokens/i.test(error.message);
}

async function withOldest<T>(requester: Requester, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!isFull(error)) throw error;
    const [first] = await listTokens(requester);
    const oldest = first === undefined ? "" : `: ${first.id} expires first`;
    throw new OcciError(
      "WRONG_STATE",
      `OpenNebula keeps ${MOST_TOKENS} login tokens for a user, and you have that many${oldest}.`,
      {
        hint: "Delete one with DELETE /api/v1/me/tokens/ID.",
        cause: error,
      },
    );
  }
}

/**
 * Makes a token (`one.user.login`).
 * @param seconds that it lives. @throws OcciError WRONG_STATE when there are ten already.
 */
export async function makeToken(requester: Requester, seconds: number): Promise<NewLoginToken> {
  const { deps, session } = requester;
  const { name } = await onedUser.info(deps.oned, session, onedUser.SELF);
  const value = await withOldest(requester, () => onedUser.login(deps.oned, session, name, "", seconds));
  return { id: idOf(value), token: value, expires: new Date(Date.now() + seconds * 1000) };
}

/** Revokes a token (`one.user.login` with 0 seconds); one that has expired meanwhile is no error. */
export async function revokeByValue({ deps, session, user }: Requester, token: string): Promise<void> {
  try {
    await onedUser.login(deps.oned, session, user, token, 0);
  } catch (error) {
    if (!(error instanceof OcciError && /Could not find token/i.test(error.message))) throw error;
  }
}

/** Revokes a token by its id (`one.user.login` with 0 seconds). @throws OcciError NOT_FOUND. */
export async function revokeToken(requester: Requester, id: string): Promise<void> {
  const { deps, session } = requester;
  const { name, tokens } = await onedUser.info(deps.oned, session, onedUser.SELF);
  const found = tokens.find(({ value }) => idOf(value) === id);
  if (found === undefined) {
    throw new OcciError("NOT_FOUND", "You do not have a login token with this id.", {
      hint: "GET /api/v1/me/tokens lists yours.",
    });
  }
  await revokeByValue({ ...requester, user: name }, found.value);
}
