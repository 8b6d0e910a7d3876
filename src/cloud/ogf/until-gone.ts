import { isMissing } from "../../opennebula/deletion.ts";
import type { Caller } from "./caller.ts";

/** Waits, for WAIT at most, until oned's drivers have taken an object away: clients look at once whether it is gone. */
export async function untilGone({ deps }: Caller, read: () => Promise<unknown>): Promise<void> {
  await deps.patience.follow(
    () => isMissing(read),
    (gone) => gone,
  );
}
