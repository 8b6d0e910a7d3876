/** The columns of lists, by kind. */
import { stateOf } from "../goal.ts";
import type { Kind } from "../kinds.ts";
import type { Resource, Value } from "../resource.ts";
import { type Colour, harmless, stateColour } from "./terminal-text.ts";
import { mebibytesText } from "./units.ts";

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly right?: true;
  /** Only in `wide`. */
  readonly wide?: true;
  text(resource: Resource): string;
  colour?(text: string): Colour | undefined;
}

type Fields = { readonly [key: string]: Value };

export function fieldsOf(value: Value | undefined): Fields | undefined {
  return typeof value === "object" && !Array.isArray(value) ? (value as Fields) : undefined;
}

export function listOf(value: Value | undefined): readonly Fields[] {
  return Array.isArray(value) ? (value as readonly Value[]).map(fieldsOf).filter((entry) => entry !== undefined) : [];
}

/** A value of one line. */
export function plain(value: Value | undefined): string {
  if (value === true) return "yes";
  if (value === false) return "no";
  return typeof value === "string" || typeof value === "number" ? harmless(String(value)) : "";
}

const size = (value: Value | undefined): string => (typeof value === "number" ? mebibytesText(value) : plain(value));

const field = (title: string, key: string, more: Partial<Column> = {}): Column => ({
  title,
  text: (resource) => plain(resource[key]),
  ...more,
});
const ID = field("ID", "id", { right: true });
const NAME = field("NAME", "name");
const STATE: Column = { title: "STATE", text: (resource) => harmless(stateOf(resource)), colour: stateColour };
const OWNER: readonly Column[] = [
  { title: "USER", wide: true, text: ({ user }) => plain(fieldsOf(user)?.name) },
  field("GROUP", "group", { wide: true }),
];
const ERROR = field("ERROR", "error", { wide: true, colour: () => "red" });
const DESCRIPTION = field("DESCRIPTION", "description", { wide: true });
const MEMORY: Column = { title: "MEMORY", right: true, text: ({ memory }) => size(memory) };
const SIZE: Column = { title: "SIZE", right: true, text: ({ size: mib }) => size(mib) };

/** The first address is what people look for; a machine without IPv4 has another. */
const addresses = ({ nics }: Resource): string[] =>
  listOf(nics)
    .map(({ ip, ip6 }) => plain(ip ?? ip6))
    .filter(Boolean);

export const COLUMNS: Readonly<Record<Kind, readonly Column[]>> = {
  compute: [
    ID,
    NAME,
    STATE,
    field("TYPE", "instance_type"),
    field("CPU", "cpu", { right: true }),
    MEMORY,
    { title: "IP", text: (resource) => addresses(resource).join(",") },
    ...OWNER,
    {
      title: "IMAGES",
      wide: true,
      text: ({ disks }) =>
        listOf(disks)
          .map(({ storage }) => plain(fieldsOf(storage)?.name))
          .filter(Boolean)
          .join(","),
    },
    {
      title: "NETWORKS",
      wide: true,
      text: ({ nics }) =>
        listOf(nics)
          .map(({ network }) => plain(fieldsOf(network)?.name))
          .filter(Boolean)
          .join(","),
    },
    {
      title: "MAC",
      wide: true,
      text: ({ nics }) =>
        listOf(nics)
          .map(({ mac }) => plain(mac))
          .filter(Boolean)
          .join(","),
    },
    ERROR,
  ],
  network: [
    ID,
    NAME,
    field("ADDRESS", "address"),
    field("SIZE", "size", { right: true }),
    field("USED", "used_leases", { right: true }),
    field("PUBLIC", "public"),
    STATE,
    ...OWNER,
    DESCRIPTION,
    ERROR,
  ],
  storage: [
    ID,
    NAME,
    field("TYPE", "type"),
    SIZE,
    STATE,
    field("PERSISTENT", "persistent"),
    field("PUBLIC", "public"),
    ...OWNER,
    field("FSTYPE", "fstype", { wide: true }),
    DESCRIPTION,
    ERROR,
  ],
  "instance-type": [NAME, field("CPU", "cpu", { right: true }), MEMORY],
  user: [ID, NAME, field("GROUP", "group")],
};
