/** The quotas of oned, for all who show them. */

interface QuotaFigure {
  /** Element of the limit; the usage is in NAME_USED. */
  readonly name: string;
  /** Above a bar. */
  readonly title: string;
  /** Behind a number. */
  readonly noun: string;
  readonly mib?: true;
}

interface QuotaKind {
  readonly quota: string;
  /** Element of each of its members. */
  readonly member: string;
  readonly title: string;
  readonly figures: readonly QuotaFigure[];
}

export const QUOTAS: readonly QuotaKind[] = [
  {
    quota: "VM_QUOTA",
    member: "VM",
    title: "MACHINES",
    figures: [
      { name: "VMS", title: "MACHINES", noun: "machines" },
      { name: "RUNNING_VMS", title: "RUNNING", noun: "running machines" },
      { name: "CPU", title: "CPU", noun: "CPUs" },
      { name: "RUNNING_CPU", title: "CPU RUNNING", noun: "running CPUs" },
      { name: "MEMORY", title: "MEMORY", noun: "MiB of memory", mib: true },
      { name: "RUNNING_MEMORY", title: "MEMORY RUNNING", noun: "MiB of running memory", mib: true },
      { name: "SYSTEM_DISK_SIZE", title: "SYSTEM DISKS", noun: "MiB of system disks", mib: true },
    ],
  },
  {
    quota: "DATASTORE_QUOTA",
    member: "DATASTORE",
    title: "DATASTORE",
    figures: [
      { name: "IMAGES", title: "IMAGES", noun: "images" },
      { name: "SIZE", title: "SIZE", noun: "MiB of images", mib: true },
    ],
  },
  {
    quota: "NETWORK_QUOTA",
    member: "NETWORK",
    title: "NETWORK",
    figures: [{ name: "LEASES", title: "ADDRESSES", noun: "addresses" }],
  },
  {
    quota: "IMAGE_QUOTA",
    member: "IMAGE",
    title: "IMAGE",
    figures: [{ name: "RVMS", title: "MACHINES", noun: "machines of an image" }],
  },
];
