/** Holds what oned was asked against what it reads: a vector where it expects one, and a value everywhere else. */
import { parseTemplate } from "../../../oned-sim/template.ts";
import type { OcciWorld } from "../../ogf/testing/over-sim.ts";

/** Attributes that oned reads as vectors, of machines, networks and security groups. */
export const VECTORS = [
  ...[
    "DISK",
    "NIC",
    "NIC_ALIAS",
    "NIC_DEFAULT",
    "OS",
    "GRAPHICS",
    "CONTEXT",
    "FEATURES",
    "INPUT",
    "RAW",
    "PCI",
    "VIDEO",
  ],
  ...["TOPOLOGY", "NUMA_NODE", "CPU_MODEL", "SCHED_ACTION", "TPM", "BACKUP_CONFIG", "USER_INPUTS", "AR", "RULE"],
];
/** What this server keeps in users' templates. */
const OWN = /^OCCI_TAG_[0-9A-F]+$/;
/** Which parameter of a method is a template, without `one.`. */
const TEMPLATES: Readonly<Record<string, number>> = {
  "vm.allocate": 0,
  "vm.attach": 1,
  "vm.attachnic": 1,
  "vm.resize": 1,
  "vm.schedadd": 1,
  "vm.schedupdate": 2,
  "vm.update": 1,
  "vm.updateconf": 1,
  "vn.allocate": 0,
  "vn.reserve": 1,
  "vn.update": 1,
  "image.allocate": 0,
  "image.update": 1,
  "secgroup.allocate": 0,
  "secgroup.update": 1,
  "template.instantiate": 3,
  "template.update": 1,
  "user.update": 1,
};
/** Methods whose text parameters are not templates. */
const TEXTS =
  /\.(?:rename|action|login|clone|chtype|snapshotcreate|disksnapshotcreate|disksaveas|diskresize|allocate|instantiate)$/;

export interface Judge {
  /** Holds what was asked since the last time against what oned expects. */
  judge(world: OcciWorld): void;
  /** Methods whose templates were judged. */
  readonly met: Set<string>;
}

export function newJudge(): Judge {
  const met = new Set<string>();
  let last: OcciWorld["sim"]["calls"][number] | undefined;
  return {
    met,
    judge({ sim }) {
      // Calls that stand in one call are not counted.
      const calls = last === undefined ? sim.calls : sim.calls.slice(sim.calls.lastIndexOf(last) + 1);
      last = sim.calls.at(-1);
      for (const { method, params } of calls) {
        const name = method.replace("one.", "");
        const index = TEMPLATES[name];
        if (index === undefined) {
          const texts = params.filter((one) => typeof one === "string");
          if (texts.length > 0 && !TEXTS.test(name)) throw new Error(`${method} has a text that is not looked at`);
          continue;
        }
        met.add(name);
        for (const attribute of parseTemplate(String(params[index]), { emptyVectors: true })) {
          const expected = VECTORS.includes(attribute.name) || OWN.test(attribute.name) ? "vector" : "value";
          const is = typeof attribute.value === "string" ? "value" : "vector";
          if (is !== expected) throw new Error(`${method}: ${attribute.name} is a ${is}\n${params[index]}`);
        }
      }
    },
  };
}
