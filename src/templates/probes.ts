/** Requests that templates are tried with: those that ask for everything, for nothing, and for one capacity or another. */
import type { NetworkTemplateData, VmTemplateData } from "./data.ts";

/** A text that only a quoted place accepts. */
const TEXT = 'a "probe", [of=what] #users; may send';
const FULL = {
  name: TEXT,
  instanceType: "probe",
  disks: [{ imageId: 1, target: "vda" }],
  nics: [{ networkId: 1, ip: "192.0.2.1" }],
  context: [["PROBE", TEXT]],
  cpu: "1",
  memory: "128",
} satisfies VmTemplateData;
const SPARSE: VmTemplateData = { instanceType: "probe", disks: [], nics: [], context: [] };
export const NETWORK: NetworkTemplateData = {
  name: TEXT,
  driver: "bridge",
  bridge: "br0",
  description: TEXT,
  range: { type: "IP4", firstIp: "192.0.2.1", size: 10 },
};
export const NETWORK6: NetworkTemplateData = {
  name: TEXT,
  driver: "bridge",
  range: { type: "IP6_STATIC", firstIp: "2001:db8::1", size: 10, prefixLength: 64 },
};

/** CPU and MEMORY of the requests that show where a template's capacity comes from. */
export const PROBED_SIZES = [
  ["1", "128"],
  ["2", "256"],
] as const;

/** A request for nothing but capacity: what a template makes of it shows where its CPU and MEMORY come from. */
export function capacityProbe(type: string, cpu: string, memory: string): VmTemplateData {
  return { instanceType: type, disks: [], nics: [], context: [], cpu, memory };
}

/** For `common.eta`, or the template of these instance types. */
export function vmProbes(types: readonly string[]): [VmTemplateData, ...VmTemplateData[]] {
  return [
    FULL,
    ...types.flatMap((instanceType) => [
      { ...FULL, instanceType },
      { ...SPARSE, instanceType },
      ...PROBED_SIZES.map(([cpu, memory]) => capacityProbe(instanceType, cpu, memory)),
    ]),
    SPARSE,
  ];
}
