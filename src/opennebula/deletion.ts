/** Deletions, and how to see that one was carried out although oned's answer to it was lost. */
import { OcciError } from "../errors.ts";
import type { OnedClient, Parameter, Session } from "./client.ts";
import * as images from "./image.ts";
import * as groups from "./security-group.ts";
import * as vms from "./vm.ts";
import * as vmTemplates from "./vm-template.ts";
import * as vnets from "./vnet.ts";

type Read = (oned: OnedClient, session: Session, id: number) => Promise<unknown>;

/** By method: how the object is read. Its id is the first parameter. */
const DELETIONS: Readonly<Record<string, Read>> = {
  "one.image.delete": images.info,
  "one.vn.delete": vnets.info,
  "one.secgroup.delete": groups.info,
  "one.template.delete": vmTemplates.info,
};

/** Ends a machine: it stays readable, as DONE. */
const TERMINATE = /^terminate(-hard)?$/;

/**
 * Whether the object of a deletion is gone; undefined for a call that deletes nothing.
 * @param method of oned. @param parameters as of `OnedClient.change`.
 * @returns a function that asks oned. It throws OcciError as `OnedClient.read`, but for NOT_FOUND.
 */
export function goneAfter(
  oned: OnedClient,
  session: Session,
  method: string,
  parameters: readonly Parameter[],
): (() => Promise<boolean>) | undefined {
  const [first, second] = parameters;
  const read = Object.hasOwn(DELETIONS, method) ? DELETIONS[method] : undefined;
  if (read !== undefined) return () => isMissing(() => read(oned, session, Number(first)));
  if (method !== "one.vm.action" || !TERMINATE.test(String(first))) return undefined;
  return async () => (await vms.info(oned, session, Number(second))).state === "DONE";
}

/** Whether a reading finds nothing. @throws what `read` does, but for NOT_FOUND. */
export async function isMissing(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return false;
  } catch (error) {
    if (error instanceof OcciError && error.code === "NOT_FOUND") return true;
    throw error;
  }
}
