/** Documents of the user, of the session and of login tokens. */
import type { LoginTokenInfo, Machine, Me, NewLoginToken, Quotas } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { SessionState, SignedIn } from "../session.ts";
import { writeDocument } from "../write.ts";
import { machineMembers } from "./machines.ts";

function quotaMembers({ memory, runningMemory, systemDisk, datastores, ...rest }: Quotas): object {
  return {
    ...rest,
    memoryMiB: memory,
    runningMemoryMiB: runningMemory,
    systemDiskMiB: systemDisk,
    datastores: datastores.map(({ size, ...store }) => ({ ...store, sizeMiB: size })),
  };
}

export function renderMe({ quotas, ...me }: Me): string {
  return writeDocument(schemas.Me, { ...me, quotas: quotaMembers(quotas) });
}

/** @param session undefined for a browser that is not signed in by a password. */
export function renderSession(
  session: { readonly user: string; readonly expires: Date; readonly shared: boolean } | undefined,
): string {
  return writeDocument(SessionState, {
    user: session?.user,
    expiresAt: session?.expires,
    shared: session?.shared ?? false,
  });
}

export function renderSignedIn({
  user,
  expires,
  shared,
  me: { quotas, ...me },
  machines,
}: {
  readonly user: string;
  readonly expires: Date;
  readonly shared: boolean;
  readonly me: Me;
  /** All machines; undefined when there are more than a page holds. */
  readonly machines: readonly Machine[] | undefined;
}): string {
  return writeDocument(SignedIn, {
    user,
    expiresAt: expires,
    shared,
    me: { ...me, quotas: quotaMembers(quotas) },
    machines: machines && { items: machines.map(machineMembers) },
  });
}

export function renderTokens(tokens: readonly LoginTokenInfo[]): string {
  const items = tokens.map(({ id, expires }) => ({ id, expiresAt: expires }));
  return writeDocument(schemas.Tokens, { items });
}

export function renderNewToken({ id, token, expires }: NewLoginToken): string {
  return writeDocument(schemas.MadeToken, { id, token, expiresAt: expires });
}
