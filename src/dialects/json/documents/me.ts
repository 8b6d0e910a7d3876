/** The documents of answers, made of the model: names with their units, times as times. The user who asks, and login tokens. */
import type { LoginTokenInfo, Me, NewLoginToken, Quotas } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { writeDocument } from "../write.ts";

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

export function renderTokens(tokens: readonly LoginTokenInfo[]): string {
  const items = tokens.map(({ id, expires }) => ({ id, expiresAt: expires }));
  return writeDocument(schemas.Tokens, { items });
}

export function renderNewToken({ id, token, expires }: NewLoginToken): string {
  return writeDocument(schemas.MadeToken, { id, token, expiresAt: expires });
}
