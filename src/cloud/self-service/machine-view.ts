/** A machine of oned as the JSON API shows it. */
import type { ScreenRule } from "../../config/config.ts";
import { MACHINE_ACTIONS, type Machine, type MachineDisk, type MachineNic } from "../../model.ts";
import type { DiskRecord, MachineRecord, NicRecord } from "../../opennebula/machine.ts";
import { optionalDecimal, withoutDate } from "../../opennebula/record-parts.ts";
import { reference } from "../reference.ts";
import { ACTION_RULES, isPossible, machineState } from "./machine-states.ts";
import type { Rights } from "./rights.ts";
import { machineScreen } from "./screen-obstacle.ts";

/** A date of oned, in seconds since 1970. */
const date = (seconds: number): Date => new Date(seconds * 1000);

function diskOf({ id, imageId, image: name, type, size, target, snapshots }: DiskRecord): MachineDisk {
  const image = reference(imageId, name);
  return {
    id,
    ...(image !== undefined && { image }),
    ...(type !== undefined && { type: type.toLowerCase() }),
    ...(size !== undefined && { size }),
    ...(target && { target }),
    snapshots,
  };
}

function nicOf({ id, networkId, network: name, addresses, mac }: NicRecord): MachineNic {
  const network = reference(networkId, name);
  return { id, ...(network !== undefined && { network }), addresses, ...(mac !== undefined && { mac }) };
}

/** The work of oned, in its own words and lower case: `hotplug nic`. */
function messageOf(machine: MachineRecord): string | undefined {
  if (machine.state === "PENDING" && machine.unplaced === true) return "no host has room for it yet";
  if (machine.state === "HOLD") return "on hold: the action release lets it start";
  if (machine.state !== "ACTIVE" || machine.lcmState === "RUNNING") return undefined;
  return machine.lcmState.toLowerCase().replaceAll("_", " ");
}

/** The end of a machine: its first scheduled termination. */
function endOf({ scheduled }: MachineRecord): Date | undefined {
  const times = scheduled.filter(({ action }) => action.startsWith("terminate")).map(({ time }) => time);
  return times.length === 0 ? undefined : date(Math.min(...times));
}

/** A machine with the actions that are possible now. @param rights of the user. */
export function machineView(machine: MachineRecord, rights: Rights, screenRule: ScreenRule): Machine {
  const state = machineState(machine);
  const { description, error, templateId, instanceType, cpu, memory, vcpu } = machine;
  const nics = machine.nics.map(nicOf);
  const [cpus, mebibytes, message, ends] = [
    optionalDecimal(cpu),
    optionalDecimal(memory),
    messageOf(machine),
    endOf(machine),
  ];
  const manages = !machine.locked && rights.has(machine, "manage");
  const administers = !machine.locked && rights.has(machine, "admin");
  const may = (word: Machine["actions"][number]): boolean =>
    (ACTION_RULES[word].needsAdmin === true ? administers : manages) && isPossible(word, machine);
  return {
    id: machine.id,
    name: machine.name,
    ...(description && { description }),
    state,
    ...(message !== undefined && { message }),
    ...(error !== undefined && { error: withoutDate(error) }),
    ...(templateId !== undefined && { template: { id: templateId } }),
    ...(instanceType && { size: instanceType }),
    ...(cpus !== undefined && { cpu: cpus }),
    ...(vcpu !== undefined && { vcpu }),
    ...(mebibytes !== undefined && { memory: mebibytes }),
    addresses: nics.flatMap(({ addresses }) => addresses),
    disks: machine.disks.map(diskOf),
    nics,
    snapshots: machine.snapshots,
    owner: { id: machine.uid, name: machine.uname },
    group: { id: machine.gid, name: machine.gname },
    created: date(machine.created),
    ...(machine.runningSince !== undefined && { started: date(machine.runningSince) }),
    ...(ends !== undefined && { ends }),
    screen: machineScreen(machine, rights, screenRule),
    actions: MACHINE_ACTIONS.filter(may),
    oned: { state: machine.state, lcmState: machine.lcmState },
  };
}
