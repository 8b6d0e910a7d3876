/** Whether the user can open the screen of a machine, and the obstacle if not. */
import { hostname } from "node:os";
import type { ScreenRule } from "../../config/config.ts";
import { isLoopbackAddress } from "../../ip-address.ts";
import type { MachineScreen, ScreenObstacle } from "../../model.ts";
import type { MachineRecord } from "../../opennebula/machine.ts";
import type { Rights } from "./rights.ts";

/** LCM_STATE of machines that have a screen, as in OpenNebula's Sunstone. */
const WITH_SCREEN =
  /^(RUNNING|UNKNOWN|SHUTDOWN|HOTPLUG|DISK_|BACKUP|MIGRATE)(?!.*_(POWEROFF|SUSPENDED|STOPPED|UNDEPLOYED)$)/;

/**
 * oned takes any port that a user writes into GRAPHICS: that of another service of the host too. Those of VNC begin here.
 */
const FIRST_PORT = 5900;
const LAST_PORT = 65_535;

function hasScreen({ state, lcmState }: Pick<MachineRecord, "state" | "lcmState">): boolean {
  return state === "ACTIVE" && (WITH_SCREEN.test(lcmState) || lcmState === "SHUTDOWN_POWEROFF");
}

function isLocal(name: string): boolean {
  const plain = name.toLowerCase();
  return plain === "localhost" || isLoopbackAddress(plain);
}

/** Whether the server runs on that host, by its name. */
function isThisMachine(host: string): boolean {
  return isLocal(host) || host.toLowerCase() === hostname().toLowerCase();
}

/** The PORT of GRAPHICS; undefined when it is not one of VNC. */
export function portOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= FIRST_PORT && port <= LAST_PORT ? port : undefined;
}

/** The first obstacle, and a sentence about it. */
function obstacleOf(
  machine: MachineRecord,
  rights: Rights,
  rule: ScreenRule,
): readonly [ScreenObstacle, string] | undefined {
  const { graphics, host } = machine;
  if (rule === "off") return ["off", "The administrator has turned screens off (CONSOLE_SCREEN)."];
  // oned shows a machine only to those who may use it, whatever gives them the right.
  if (rule === "manage" && !rights.has(machine, rule)) {
    return ["right", "Only a user with the right MANAGE on the machine can open its screen."];
  }
  const type = graphics.get("TYPE")?.toUpperCase();
  if (!type) return ["none", "The machine has no screen: GRAPHICS is missing in its template."];
  if (type !== "VNC") return ["type", `The machine's screen is of the type ${type}: only VNC can be shown.`];
  if (!hasScreen(machine)) return ["state", "The machine is not running: its screen is available only while it runs."];
  const port = graphics.get("PORT");
  if (host === undefined || portOf(port) === undefined) {
    const is = port ? `is ${port.slice(0, 16)}` : "is missing";
    return ["port", `The port of the screen ${is}: it must be from ${FIRST_PORT} to ${LAST_PORT}.`];
  }
  const listen = graphics.get("LISTEN") ?? "";
  if (isLocal(listen) && !isThisMachine(host)) {
    const remedy = "set LISTEN=0.0.0.0 in GRAPHICS (an administrator can), and restart the machine";
    return ["listen", `The screen can be reached only from its own host (LISTEN=${listen}): ${remedy}.`];
  }
  return undefined;
}

/** The screen as the user may see it, without its password. */
export function machineScreen(record: MachineRecord, rights: Rights, rule: ScreenRule): MachineScreen {
  const type = record.graphics.get("TYPE")?.toLowerCase();
  const [obstacle, message] = obstacleOf(record, rights, rule) ?? [];
  return {
    ...(type && { type }),
    available: obstacle === undefined,
    ...(obstacle !== undefined && { obstacle }),
    ...(message !== undefined && { message }),
  };
}
