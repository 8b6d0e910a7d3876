/** Use cases of screens. */
import { OcciError } from "../../errors.ts";
import type { MachineScreen, ScreenAccess } from "../../model.ts";
import { machine } from "../../opennebula/machine.ts";
import { rightsOver } from "./machines.ts";
import type { Requester } from "./requester.ts";
import { machineScreen, portOf } from "./screen-obstacle.ts";

export interface OpenScreen {
  readonly access: ScreenAccess;
  /** The address of the VNC server; undefined when there is an obstacle. */
  readonly at: { readonly host: string; readonly port: number } | undefined;
}

/**
 * The screen of a machine with its password, for a user who may have it (`one.vm.info`).
 * @throws OcciError as oned refuses.
 */
export async function showScreen(requester: Requester, id: number): Promise<OpenScreen> {
  const { deps, session } = requester;
  const record = await machine(deps.oned, session, id);
  const screen = machineScreen(record, await rightsOver(requester, [record]), deps.config.consoleScreen);
  const port = portOf(record.graphics.get("PORT"));
  if (!screen.available || record.host === undefined || port === undefined) return { access: screen, at: undefined };
  const password = record.graphics.get("PASSWD");
  return { access: { ...screen, ...(password && { password }) }, at: { host: record.host, port } };
}

/** @throws OcciError FORBIDDEN or NO_SCREEN when there is an obstacle. */
export function checkScreen({ obstacle, message = "" }: MachineScreen): void {
  if (obstacle === undefined) return;
  throw new OcciError(obstacle === "off" || obstacle === "right" ? "FORBIDDEN" : "NO_SCREEN", message);
}
