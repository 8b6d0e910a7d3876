/**
 * Sign-in and sign-out of the console. A session is a login token of oned's, which oned itself checks at each call: the
 * server keeps nothing of it, and a user who is disabled is out at once.
 */
import { OcciError } from "../../errors.ts";
import type { Machine, Me, Page } from "../../model.ts";
import type { PoolAnswer } from "../../opennebula/client.ts";
import * as onedUser from "../../opennebula/user.ts";
import { listMachines, newestCall } from "./machines.ts";
import { type MeAndSecrets, readMe } from "./me.ts";
import type { Requester } from "./requester.ts";
import { bySoonest, isFull, MOST_TOKENS, revokeByValue } from "./tokens.ts";

/** Seconds that a session lasts. */
const SESSION_SECONDS = 12 * 3600;
/** Seconds that a token must have left to be shared, at least and at most: longer ones are those of programs. */
const SHARED_SECONDS = { least: 6 * 3600, most: 13 * 3600 } as const;
/** From this number of tokens on they are shared, so that programs of the user find some left. */
const SHARE_FROM = 8;

export interface SignedIn {
  readonly token: string;
  readonly expires: Date;
  /** Whether another sign-in has made the token. */
  readonly shared: boolean;
  readonly me: Me;
  /** The newest of the machines that the user may see; undefined where OpenNebula cannot give them with the rest. */
  readonly machines: Page<Machine> | undefined;
}

/** The token that lasts longest of those that fit a session; undefined for none. @param now seconds since 1970. */
export function youngestFitting(
  tokens: readonly onedUser.LoginToken[],
  now: number,
): (onedUser.LoginToken & { readonly expires: number }) | undefined {
  return tokens
    .flatMap((token) => (token.expires === undefined ? [] : [{ ...token, expires: token.expires }]))
    .filter(({ group, expires }) => {
      const left = expires - now;
      return group === undefined && left >= SHARED_SECONDS.least && left <= SHARED_SECONDS.most;
    })
    .toSorted((a, b) => b.expires - a.expires)[0];
}

function full(cause?: unknown): OcciError {
  return new OcciError(
    "WRONG_STATE",
    `OpenNebula keeps ${MOST_TOKENS} login tokens for a user, and you have that many.`,
    { hint: "Revoke the one that expires first: the program or browser that uses it must sign in again.", cause },
  );
}

export interface SignInOptions {
  /** Whether the token that expires first is revoked when there are ten. */
  readonly endFirst: boolean;
  /**
   * Called with the secret of the user's second factor, where there is one, before anything is made.
   * @throws OcciError where the code is missing or wrong.
   */
  readonly checkFactor: (secret: string) => Promise<void>;
  /** The most machines that are read with the user. */
  readonly machines: number;
}

/** Reads the user and the machines in one call. */
async function readAll(
  requester: Requester,
  limit: number,
): Promise<MeAndSecrets & { readonly machines: Page<Machine> | undefined }> {
  let machines: Page<Machine> | undefined;
  const use = async (answer: PoolAnswer): Promise<void> => {
    // The list itself reports machines that cannot be read.
    machines = await listMachines(
      requester,
      { limit },
      {},
      () => {},
      async () => answer,
    );
  };
  try {
    return { ...(await readMe(requester, { call: newestCall(limit), use })), machines };
  } catch (error) {
    if (!(error instanceof OcciError) || error.code !== "NOT_SUPPORTED") throw error;
    return { ...(await readMe(requester)), machines: undefined };
  }
}

/**
 * Makes a session: `one.user.info`, `one.group.info` and `one.vmpool.infoextended` in one call, and `one.user.login` unless a
 * token is shared.
 * @throws OcciError BAD_CREDENTIALS, and WRONG_STATE where ten tokens leave no room.
 */
export async function signIn(
  requester: Requester,
  { endFirst, checkFactor, machines: limit }: SignInOptions,
): Promise<SignedIn> {
  const { deps, session } = requester;
  const { me, tokens, factor, machines } = await readAll(requester, limit);
  if (factor !== undefined) await checkFactor(factor);
  const now = Date.now();
  if (tokens.length >= SHARE_FROM) {
    const found = youngestFitting(tokens, now / 1000);
    if (found !== undefined)
      return { token: found.value, expires: new Date(found.expires * 1000), shared: true, me, machines };
  }
  const [first] = tokens.toSorted(bySoonest);
  if (tokens.length >= MOST_TOKENS && first !== undefined) {
    if (!endFirst) throw full();
    await revokeByValue({ ...requester, user: me.name }, first.value);
  }
  try {
    const token = await onedUser.login(deps.oned, session, me.name, "", SESSION_SECONDS);
    return { token, expires: new Date(now + SESSION_SECONDS * 1000), shared: false, me, machines };
  } catch (error) {
    throw isFull(error) ? full(error) : error;
  }
}

/** Revokes one token, with itself as the login (`one.user.login` with 0 seconds). */
export async function signOut(requester: Requester, token: string): Promise<void> {
  await revokeByValue(requester, token);
}

/**
 * Revokes all login tokens of the user, those of programs too. One call for all of them, so that a thief of one token
 * cannot create another meanwhile.
 */
export async function signOutEverywhere({ deps, session, user }: Requester): Promise<void> {
  await onedUser.login(deps.oned, session, user, "", 0);
}
