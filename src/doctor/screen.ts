/** Whether screens of machines can be opened from here: one of each host is tried, as far as its VNC server's greeting. */
import { Rights } from "../cloud/self-service/rights.ts";
import { machineScreen, portOf } from "../cloud/self-service/screen-obstacle.ts";
import type { Config } from "../config/config.ts";
import { messageOf, OcciError } from "../errors.ts";
import type { OnedClient, Session } from "../opennebula/client.ts";
import { type MachineRecord, machineRecordOf } from "../opennebula/machine.ts";
import { members } from "../opennebula/pool.ts";
import * as vms from "../opennebula/vm.ts";
import { connectToScreen, HOST_PATIENCE, type HostPatience } from "../screen/host.ts";
import { type Finding, findings } from "./finding.ts";

const found = findings("screen");
/** Hosts that are tried: a cloud may have hundreds. */
const MOST_HOSTS = 8;

const SEE = "run the command as a user who has a running machine with GRAPHICS of the type VNC: --auth";

/** The checks; nothing where CONSOLE_SCREEN=off. @throws OcciError when the machines cannot be read. */
export async function screenFindings(
  { consoleScreen }: Pick<Config, "consoleScreen">,
  oned: OnedClient,
  session: Session,
  patience: HostPatience = HOST_PATIENCE,
): Promise<Finding[]> {
  if (consoleScreen === "off") return [];
  const obstacles = new Map<string, number>();
  const byHost = new Map<string, MachineRecord>();
  // As an administrator: the rights of users are no matter here.
  const all = new Rights("", [0]);
  for await (const batch of members(await vms.poolExtended(oned, session), "VM_POOL", "VM", machineRecordOf)) {
    for (const one of batch) {
      const { obstacle, message = "" } = machineScreen(one, all, consoleScreen);
      if (obstacle === undefined) byHost.set(one.host ?? "", one);
      else if (obstacle === "listen") obstacles.set(message, one.id);
    }
  }
  const told = [...obstacles].map(([message, id]) => found.warning(`machine ${id}: ${message}`));
  if (byHost.size === 0)
    return told.length > 0 ? told : [found.unknown("this user has no machine whose screen could be tried", SEE)];
  const tried = [...byHost].slice(0, MOST_HOSTS).map(([host, one]) => tryScreen(host, one, patience));
  return [...told, ...(await Promise.all(tried))];
}

async function tryScreen(host: string, { id, graphics }: MachineRecord, patience: HostPatience): Promise<Finding> {
  const port = portOf(graphics.get("PORT")) ?? 0;
  try {
    (await connectToScreen({ host, port }, patience)).end();
    return found.ok(`the screen of machine ${id} can be reached, at port ${port} of ${host}`);
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    return found.warning(`machine ${id}: ${messageOf(error)}`, error.hint);
  }
}
