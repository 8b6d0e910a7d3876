/** Hosts: their memory, and which of them a VM is placed on. */
import { type Host, VM_STATE, type Vm } from "./records.ts";
import type { World } from "./world.ts";

/** The host that a VM is on, if it was ever placed. */
export function currentHost(world: World, vm: Vm): Host | undefined {
  const id = vm.history.at(-1)?.hostId;
  return world.hosts.find((host) => host.id === id);
}

/** MiB of memory on a host that no VM has. */
export function freeMemory(world: World, host: Host): number {
  let free = host.memory;
  for (const vm of world.vms.values()) {
    if (vm.state !== VM_STATE.ACTIVE || vm.history.at(-1)?.hostId !== host.id) continue;
    free -= Number(vm.template.single("MEMORY"));
  }
  return free;
}

/** Whether a host meets a requirement; of oned's expressions only `A="b"` and their conjunctions are known. */
function meets(host: Host, requirements: string): boolean {
  const attributes: Record<string, string> = {
    NAME: host.name,
    ID: String(host.id),
    HYPERVISOR: "dummy",
    CLUSTER_ID: "0",
  };
  return requirements.split("&").every((term) => {
    const parts = /^\s*(\w+)\s*(!?=)\s*"?([^"]*?)"?\s*$/.exec(term);
    if (parts === null) return false;
    const [, name = "", operator = "", value = ""] = parts;
    return (attributes[name] === value) === (operator === "=");
  });
}

/** The host for a VM: of those that meet its requirements and have the memory, the one with most left. */
export function chooseHost(world: World, vm: Vm): Host | undefined {
  const requirements = vm.userTemplate.single("SCHED_REQUIREMENTS");
  const memory = Number(vm.template.single("MEMORY"));
  return world.hosts
    .filter((host) => requirements === undefined || meets(host, requirements))
    .map((host) => ({ host, free: freeMemory(world, host) }))
    .filter(({ free }) => free >= memory)
    .sort((a, b) => b.free - a.free)[0]?.host;
}
