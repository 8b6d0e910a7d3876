/** One resource in full: a line for each field, tables for its parts. */
import { stateOf } from "../goal.ts";
import type { Kind } from "../kinds.ts";
import type { Resource, Value } from "../resource.ts";
import { fieldsOf, listOf, plain } from "./columns.ts";
import { quotaLines } from "./quotas.ts";
import { type Cell, table } from "./table.ts";
import { coloured, harmless, stateColour } from "./terminal-text.ts";
import { mebibytesText } from "./units.ts";

/** Fields in the order in which people read them; what is not here follows. */
const ORDER = ["id", "name", "state", "error", "type", "instance_type", "cpu", "memory", "size", "fstype", "address"];
/** Told otherwise, or nowhere in a table. */
const LEFT_OUT = new Set(["href", "lcm_state", "disks", "nics", "snapshots", "context"]);
const SIZES: Readonly<Record<string, readonly Kind[]>> = { memory: ["compute", "instance-type"], size: ["storage"] };

function valueText(kind: Kind, key: string, value: Value, resource: Resource): string {
  if (key === "state") return harmless(stateOf(resource));
  const reference = fieldsOf(value);
  if (reference !== undefined) return `${plain(reference.name)} (${plain(reference.id)})`;
  if (typeof value === "number" && SIZES[key]?.includes(kind)) return mebibytesText(value);
  return plain(value);
}

function title(key: string): string {
  return key.replaceAll("_", " ").toUpperCase();
}

/** A part's table, indented. */
function parts(
  name: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  colour: boolean,
): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => row.map((text): Cell => ({ text })));
  const lines = table(
    columns.map((column) => ({ title: column, right: column === "ID" })),
    cells,
    { width: undefined, colour },
  );
  return ["", coloured(name, "bold", colour), ...lines.map((line) => `  ${line}`)];
}

function snapshotRows(value: Value | undefined): string[][] {
  return listOf(value).map(({ id, name }) => [plain(id), plain(name)]);
}

export function details(kind: Kind, resource: Resource, colour: boolean): string[] {
  const isShown = (key: string) => !LEFT_OUT.has(key) && !/_quota$|^quota$|^usage$/.test(key);
  const keys = Object.keys(resource).filter(isShown);
  const rank = (key: string) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
  const sorted = keys.toSorted((a, b) => rank(a) - rank(b)).filter((key) => kind !== "instance-type" || key !== "id");
  const width = Math.max(...sorted.map((key) => title(key).length)) + 2;
  const lines = sorted.map((key) => {
    const text = valueText(kind, key, resource[key] ?? "", resource);
    const wanted = key === "error" ? "red" : key === "state" ? stateColour(text) : undefined;
    return `${title(key).padEnd(width)}${coloured(text, wanted, colour)}`.trimEnd();
  });
  const disks = listOf(resource.disks);
  const nics = listOf(resource.nics);
  // OpenNebula adds many variables without a value.
  const context = Object.entries(fieldsOf(resource.context) ?? {}).filter(([, value]) => value !== "");
  return [
    ...lines,
    ...parts(
      "DISKS",
      ["ID", "IMAGE", "TYPE", "TARGET", "SAVED AS", "SNAPSHOTS"],
      disks.map(({ id, storage, type, target, save_as, snapshots }) => {
        const image = fieldsOf(storage);
        const named = image === undefined ? "" : `${plain(image.name)} (${plain(image.id)})`;
        const taken = snapshotRows(snapshots).map(([number, name]) => `${name} (${number})`);
        return [plain(id), named, plain(type), plain(target), plain(save_as), taken.join(", ")];
      }),
      colour,
    ),
    ...parts(
      "NICS",
      ["ID", "NETWORK", "IP", "IP6", "MAC"],
      nics.map(({ id, network, ip, ip6, mac }) => {
        const named = fieldsOf(network);
        return [
          plain(id),
          named === undefined ? "" : `${plain(named.name)} (${plain(named.id)})`,
          plain(ip),
          plain(ip6),
          plain(mac),
        ];
      }),
      colour,
    ),
    ...parts("SNAPSHOTS", ["ID", "NAME"], snapshotRows(resource.snapshots), colour),
    ...parts(
      "CONTEXT",
      ["VARIABLE", "VALUE"],
      context.map(([name, value]) => [harmless(name), plain(value)]),
      colour,
    ),
    ...(kind === "user" ? quotaLines(resource, colour) : []),
  ];
}
