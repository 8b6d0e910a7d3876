/** The object that templates see as `it`: checked values only, never a request. */

export interface DiskData {
  readonly imageId: number;
  /** Device name, e.g. `vdb`. */
  readonly target?: string;
}

export interface NicData {
  readonly networkId: number;
  /** IPv4 address asked for. */
  readonly ip?: string;
  /** IPv6 address asked for. */
  readonly ip6?: string;
}

/** For `common.eta` and the template of an instance type. */
export interface VmTemplateData {
  /** Absent: oned calls the VM `vm-ID`. */
  readonly name?: string;
  readonly instanceType: string;
  readonly disks: readonly DiskData[];
  readonly nics: readonly NicData[];
  /** Name (`[A-Z_][A-Z0-9_]*`) and value. */
  readonly context: readonly (readonly [name: string, value: string])[];
  /** Cores, as a decimal number; for types whose template uses it. */
  readonly cpu?: string;
  /** MiB, as a whole number; for types whose template uses it. */
  readonly memory?: string;
}

/** For `network.eta`. */
export interface NetworkTemplateData {
  readonly name: string;
  /** NETWORK_DRIVER of the configuration. */
  readonly driver: string;
  /** BRIDGE of the configuration. */
  readonly bridge?: string;
  readonly description?: string;
  readonly range: RangeData;
}

/** One range of addresses. */
export interface RangeData {
  readonly type: "IP4" | "IP6_STATIC" | "ETHER";
  /** "" of ETHER, which has no addresses. */
  readonly firstIp: string;
  readonly size: number;
  /** Present for IP6_STATIC only. */
  readonly prefixLength?: number;
}
