export const networks = {
  title: "Networks",
  search: "Search networks",
  new: "New network",
  create: "Create",
  newTitle: "New network",
  reserve: "Reserve addresses",
  reserveTitle: "Reserve addresses for you alone",
  none: "You cannot use any networks yet",
  noneNote: "An administrator can give you access to networks.",
  noMatch: (search: string) => `No network matches “${search}”`,
  states: { making: "Being created", ready: "Ready", failed: "Failed", deleting: "Being deleted" },
  range: (first: string, size: number) => (size === 1 ? first : `${size} from ${first}`),
  rangeOf: (size: number) => (size === 1 ? "1 address" : `${size} addresses`),
  reserved: "reserved",
  addresses: "Addresses",
  used: (used: string, total: string) => `${used} of ${total} used`,
  free: (free: string) => `${free} free`,
  leases: "My addresses",
  leasesOf: (name: string) => `My addresses in ${name}`,
  noLeases: "None of your machines has an address in this network.",
  machine: "Machine",
  mac: "MAC",
  address: "Network or first address",
  addressHint: "10.1.0.0/24, or 10.1.0.9 and the number of addresses.",
  first: "First address",
  firstHint: "Leave this empty to get any free addresses.",
  size: "Number of addresses",
  sizeHint: "Only if you give a first address.",
  made: (name: string) => `${name} was created`,
  deleteNote: "Its addresses will be available to others.",
  inUse: (count: number) =>
    count === 1
      ? "It cannot be deleted now: one of its addresses is in use."
      : `It cannot be deleted now: ${count} of its addresses are in use.`,
  othersUse: (count: number) =>
    count === 1
      ? "One more address is in use by other machines."
      : `${count} more addresses are in use by other machines.`,
};
