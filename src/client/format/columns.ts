/** The columns of lists, by kind. */
import { stateOf } from "../goal.ts";
import type { Kind } from "../kinds.ts";
import type { Resource, Value } from "../resource.ts";
import type { TableColumn } from "./table.ts";
import { type Colour, harmless, stateColour } from "./terminal-text.ts";
import { kibibytesText, mebibytesText } from "./units.ts";

export interface Column {
  readonly title: string;
  /** Numbers are aligned at the right. */
  readonly right?: true;
  /** Only in `wide`, or only in `table`. */
  readonly only?: "wide" | "table";
  readonly cuttable?: TableColumn["cuttable"];
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

/** For people: sizes are in MiB, but 2.0, whose images have neither a state nor PERSISTENT, has KiB. */
export function sizeText(key: "memory" | "size", resource: Resource): string {
  const value = resource[key];
  if (typeof value !== "number") return plain(value);
  const isOld = key === "size" && resource.state === undefined && resource.persistent === undefined;
  return isOld ? kibibytesText(value) : mebibytesText(value);
}

/** A value of all parts of a resource, for a column. */
function each(resource: Resource, parts: "disks" | "nics", text: (part: Fields) => string): string[] {
  return listOf(resource[parts]).map(text).filter(Boolean);
}

const field = (title: string, key: string, more: Partial<Column> = {}): Column => ({
  title,
  text: (resource) => plain(resource[key]),
  ...more,
});
const ID = field("ID", "id", { right: true });
const NAME = field("NAME", "name", { cuttable: "first" });
const STATE: Column = { title: "STATE", text: (resource) => harmless(stateOf(resource)), colour: stateColour };
const OWNER: readonly Column[] = [
  { title: "USER", only: "wide", text: ({ user }) => plain(fieldsOf(user)?.name) },
  field("GROUP", "group", { only: "wide" }),
];
const ERROR = field("ERROR", "error", { only: "wide", colour: () => "red" });
const DESCRIPTION = field("DESCRIPTION", "description", { only: "wide" });
const MEMORY: Column = { title: "MEMORY", right: true, text: (resource) => sizeText("memory", resource) };
const SIZE: Column = { title: "SIZE", right: true, text: (resource) => sizeText("size", resource) };

/** A machine without IPv4 has another address. */
const addresses = (resource: Resource) => each(resource, "nics", ({ ip, ip6 }) => plain(ip ?? ip6));

/** The first of several is what people look for: `10.0.0.9 +1`. */
function firstOf(texts: readonly string[]): string {
  const [first = ""] = texts;
  return texts.length > 1 ? `${first} +${texts.length - 1}` : first;
}

export const COLUMNS: Readonly<Record<Kind, readonly Column[]>> = {
  compute: [
    ID,
    NAME,
    STATE,
    field("TYPE", "instance_type", { cuttable: "then" }),
    field("CPU", "cpu", { right: true }),
    MEMORY,
    { title: "IP", only: "table", cuttable: "then", text: (resource) => firstOf(addresses(resource)) },
    { title: "IP", only: "wide", text: (resource) => addresses(resource).join(",") },
    ...OWNER,
    {
      title: "IMAGES",
      only: "wide",
      text: (resource) => each(resource, "disks", ({ storage }) => plain(fieldsOf(storage)?.name)).join(","),
    },
    {
      title: "NETWORKS",
      only: "wide",
      text: (resource) => each(resource, "nics", ({ network }) => plain(fieldsOf(network)?.name)).join(","),
    },
    { title: "MAC", only: "wide", text: (resource) => each(resource, "nics", ({ mac }) => plain(mac)).join(",") },
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
    field("FSTYPE", "fstype", { only: "wide" }),
    DESCRIPTION,
    ERROR,
  ],
  "instance-type": [NAME, field("CPU", "cpu", { right: true }), MEMORY],
  user: [ID, NAME, field("GROUP", "group", { cuttable: "then" })],
};
