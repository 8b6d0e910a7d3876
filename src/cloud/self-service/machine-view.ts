/** A machine of oned as the JSON API shows it. */
import type { ScreenRule } from "../../config/config.ts";
import { MACHINE_ACTIONS, type Machine, type MachineDisk, type MachineNic, type Reference } from "../../model.ts";
import type { MachineRecord } from "../../opennebula/machine.ts";
import { optionalDecimal, optionalNumber, withoutDate } from "../../opennebula/record-parts.ts";
import type { Vector } from "../../opennebula/vm-details.ts";
import { ACTION_RULES, isPossible, machineState } from "./machine-states.ts";
import type { Rights } from "./rights.ts";
import { machineScreen } from "./screen-obstacle.ts";

/** A date of oned, in seconds since 1970. */
const date = (seconds: number): Date => new Date(seconds * 1000);

function reference(id: number | undefined, name: string | undefined): Reference | undefined {
  return id === undefined ? undefined : { id, name: name ?? "" };
}

function diskOf(machine: MachineRecord, index: number, vector: Vector): MachineDisk {
  const disk = machine.disks[index];
  const image = reference(disk?.imageId, disk?.image);
  const type = disk?.type?.toLowerCase();
  const size = optionalNumber(vector.get("SIZE"));
  const target = disk?.target;
  return {
    id: disk?.id ?? index,
    ...(image !== undefined && { image }),
    ...(type !== undefined && { type }),
    ...(size !== undefined && { size }),
    ...(target !== undefined && target !== "" && { target }),
    snapshots: disk?.snapshots ?? [],
  };
}

/** Every address of a NIC: IPv4 first. */
const ADDRESSES = ["IP", "IP6", "IP6_GLOBAL", "IP6_ULA"] as const;

function nicOf(vector: Vector, index: number): MachineNic {
  const network = reference(optionalNumber(vector.get("NETWORK_ID")), vector.get("NETWORK"));
  const mac = vector.get("MAC");
  return {
    id: optionalNumber(vector.get("NIC_ID")) ?? index,
    ...(network !== undefined && { network }),
    addresses: ADDRESSES.flatMap((name) => vector.get(name) || []),
    ...(mac && { mac }),
  };
}

/** The words oned has for what it does, in lower case: `hotplug nic`. */
function messageOf(machine: MachineRecord): string | undefined {
  if (machine.state === "PENDING" && machine.unplaced === true) return "no host has room for it: it waits for one";
  if (machine.state === "HOLD") return "on hold: release lets it start";
  if (machine.state !== "ACTIVE" || machine.lcmState === "RUNNING") return undefined;
  return machine.lcmState.toLowerCase().replaceAll("_", " ");
}

/** When it ends: the first termination that is scheduled. */
function endOf({ scheduled }: MachineRecord): Date | undefined {
  const times = scheduled.filter(({ action }) => action.startsWith("terminate")).map(({ time }) => time);
  return times.length === 0 ? undefined : date(Math.min(...times));
}

/** What is possible now. @param rights of the user who asks. */
export function machineView(machine: MachineRecord, rights: Rights, screenRule: ScreenRule): Machine {
  const state = machineState(machine);
  const { notes, error, templateId, instanceType, cpu, memory, vcpu } = machine;
  const description = notes.get("DESCRIPTION");
  const nics = machine.nicVectors.map(nicOf).toSorted((a, b) => a.id - b.id);
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
    disks: machine.diskVectors.map((vector, index) => diskOf(machine, index, vector)),
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
