/** Names the users of an object that oned refuses to delete: its own sentence gives a number at most. */
import { OcciError } from "../errors.ts";
import type { OnedClient, Session } from "../opennebula/client.ts";
import { type Users, usersOf } from "../opennebula/users-of.ts";
import * as vms from "../opennebula/vm.ts";
import { readable } from "./readable.ts";

export interface Used {
  readonly kind: "image" | "vn" | "secgroup";
  readonly id: number;
}

/** Machines that are named; the others are a number. */
const NAMED = 5;
/** Machines that are asked for: of those in use by others, none may be seen. */
const ASKED = 20;

/** The machines among the users that the caller may see, as `machine 3 (web)`. */
async function named(oned: OnedClient, session: Session, { vmIds }: Users): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of vmIds.slice(0, ASKED)) {
    if (found.length === NAMED) break;
    const vm = await readable(() => vms.info(oned, session, id));
    if (vm !== undefined) found.push(`machine ${id} (${vm.name})`);
  }
  return found;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Undefined where nobody uses it any more. */
async function usersText(oned: OnedClient, session: Session, used: Used): Promise<string | undefined> {
  const users = await readable(() => usersOf(oned, session, used.kind, used.id));
  if (users === undefined) return undefined;
  const machines = await named(oned, session, users);
  const more = users.vmIds.length - machines.length;
  const others = more === 0 ? [] : [`${more} ${machines.length === 0 ? "" : "other "}machine${more === 1 ? "" : "s"}`];
  const all = [...machines, ...others, ...users.networkIds.map((id) => `network ${id}, which is reserved from it`)];
  const sentences = all.length === 0 ? [] : [`It is used by ${listed(all)}.`];
  const { hidden } = users;
  if (hidden > 0) {
    const are = hidden === 1 ? "address is" : "addresses are";
    sentences.push(
      `${hidden} ${all.length === 0 ? "" : "more "}${are} in use, but you do not have the right to see which resources use it.`,
    );
  }
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

/**
 * Deletes, or changes, what machines may use.
 * @throws OcciError as `run` does; IN_USE with the users that the caller may see, and how many others there are.
 */
export async function withUsers<T>(oned: OnedClient, session: Session, used: Used, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof OcciError) || error.code !== "IN_USE") throw error;
    const users = await usersText(oned, session, used);
    if (users === undefined) throw error;
    throw new OcciError("IN_USE", error.sentence, {
      hint: `${users} Delete them first, or detach them from it.`,
      cause: error,
    });
  }
}
