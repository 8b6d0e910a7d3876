/** One resource in full: a line for each field, tables for its parts. */
import { stateOf } from "../goal.ts";
import type { Kind } from "../kinds.ts";
import type { Resource, Value } from "../resource.ts";
import { fieldsOf, listOf, plain, sizeText } from "./columns.ts";
import { quotaLines } from "./quotas.ts";
import { type Cell, table } from "./table.ts";
import { type Colour, coloured, harmless, padded, stateColour } from "./terminal-text.ts";
import { instantText } from "./time.ts";

/** Fields in the order in which people read them; what is not here follows. */
const ORDER = ["id", "name", "state", "error", "type", "instance_type", "cpu", "memory", "size", "fstype", "address"];
/** Members that are shown in another way, or not at all in a table. */
const LEFT_OUT = new Set(["href", "lcm_state", "disks", "nics", "snapshots", "context"]);
/** The resources whose SIZE is in bytes: that of a network counts addresses. */
const SIZES: Readonly<Record<"memory" | "size", readonly Kind[]>> = {
  memory: ["compute", "instance-type"],
  size: ["storage"],
};

function valueText(kind: Kind, key: string, value: Value, resource: Resource): string {
  if (key === "state") return harmless(stateOf(resource));
  if ((key === "memory" || key === "size") && SIZES[key].includes(kind)) return sizeText(key, resource);
  if (key === "login_tokens") return tokenText(value);
  const isReference = Object.keys(fieldsOf(value) ?? {}).every((name) => name === "id" || name === "name");
  if (typeof value !== "object") return plain(value);
  return isReference && !Array.isArray(value) ? referenceText(value) : harmless(JSON.stringify(value));
}

/** When each of them expires. */
function tokenText(value: Value): string {
  return listOf(value)
    .map(({ expires }) => instantText(plain(expires)))
    .join(", ");
}

/** `Debian 12 (4)`, or what there is of it. */
function referenceText(value: Value | undefined): string {
  const { id, name } = fieldsOf(value) ?? {};
  return [plain(name), id === undefined ? "" : `(${plain(id)})`].filter(Boolean).join(" ");
}

function title(key: string): string {
  return harmless(key.replaceAll("_", " ").toUpperCase());
}

interface Look {
  /** The width of the terminal; undefined: nothing is cut or wrapped. */
  readonly width: number | undefined;
  readonly colour: boolean;
}

const INDENT = "  ";

/** A part's table, indented. */
function parts(name: string, columns: readonly string[], rows: readonly (readonly string[])[], look: Look): string[] {
  if (rows.length === 0) return [];
  const { width, colour } = look;
  const lines = table(
    columns.map((title) => ({ title, right: title === "ID", cuttable: CUT.get(title) })),
    rows.map((row) => row.map((text): Cell => ({ text }))),
    { width: width === undefined ? undefined : Math.max(width - INDENT.length, 1), colour },
  );
  return ["", coloured(name, "bold", colour), ...lines.map((line) => `${INDENT}${line}`)];
}

/** Columns of parts that may be cut. */
const CUT: ReadonlyMap<string, "first" | "then"> = new Map([
  ["VALUE", "first"],
  ["NAME", "first"],
  ["SNAPSHOTS", "first"],
  ["IMAGE", "then"],
  ["NETWORK", "then"],
  ["VARIABLE", "then"],
]);

function snapshotRows(value: Value | undefined): string[][] {
  return listOf(value).map(({ id, name }) => [plain(id), plain(name)]);
}

/** A title and its value, over several lines when the terminal is narrow. */
function fieldLines(head: string, text: string, wanted: Colour | undefined, { width, colour }: Look): string[] {
  const room = width === undefined ? 0 : width - Bun.stringWidth(head);
  const lines = room > 0 ? Bun.wrapAnsi(text, room, { hard: true }).split("\n") : [text];
  const below = " ".repeat(Bun.stringWidth(head));
  return lines.map((line, index) => `${index === 0 ? head : below}${coloured(line, wanted, colour)}`.trimEnd());
}

function isField(kind: Kind, key: string): boolean {
  const isQuota = kind === "user" && /_quota$|^quota$|^usage$/.test(key);
  return !LEFT_OUT.has(key) && !isQuota && !(kind === "instance-type" && key === "id");
}

/** The lines of one resource. */
export function details(kind: Kind, resource: Resource, look: Look): string[] {
  const rank = (key: string) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
  const keys = Object.keys(resource)
    .filter((key) => isField(kind, key))
    .toSorted((a, b) => rank(a) - rank(b));
  const width = Math.max(...keys.map((key) => Bun.stringWidth(title(key)))) + 2;
  const lines = keys.flatMap((key) => {
    const text = valueText(kind, key, resource[key] ?? "", resource);
    const wanted = key === "error" ? "red" : key === "state" ? stateColour(text) : undefined;
    return fieldLines(padded(title(key), width), text, wanted, look);
  });
  // OpenNebula adds many variables without a value.
  const context = Object.entries(fieldsOf(resource.context) ?? {}).filter(([, value]) => value !== "");
  return [
    ...lines,
    ...parts("DISKS", ["ID", "IMAGE", "TYPE", "TARGET", "SAVED AS", "SNAPSHOTS"], diskRows(resource), look),
    ...parts("NICS", ["ID", "NETWORK", "IP", "IP6", "MAC"], nicRows(resource), look),
    ...parts("SNAPSHOTS", ["ID", "NAME"], snapshotRows(resource.snapshots), look),
    ...parts(
      "CONTEXT",
      ["VARIABLE", "VALUE"],
      context.map(([name, value]) => [harmless(name), plain(value)]),
      look,
    ),
    ...(kind === "user" ? quotaLines(resource, look.colour) : []),
  ];
}

function diskRows({ disks }: Resource): string[][] {
  return listOf(disks).map(({ id, storage, type, target, save_as, snapshots }) => {
    const taken = snapshotRows(snapshots).map(([number, name]) => `${name} (${number})`);
    return [plain(id), referenceText(storage), plain(type), plain(target), plain(save_as), taken.join(", ")];
  });
}

function nicRows({ nics }: Resource): string[][] {
  return listOf(nics).map(({ id, network, ip, ip6, mac }) => [
    plain(id),
    referenceText(network),
    plain(ip),
    plain(ip6),
    plain(mac),
  ]);
}
