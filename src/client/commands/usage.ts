/** The usage of machines, by day and by machine, and its cost. */
import { text } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { print } from "../../terminal/output.ts";
import { readApi } from "../api.ts";
import { openContext } from "../context.ts";
import { type DataColumn, dataFormat, dataTable, dataText, heading } from "../format/data.ts";

interface Consumption {
  readonly cpuHours: number;
  readonly memoryGiBHours: number;
  readonly diskGiBHours: number;
}

interface Cost {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly total: number;
}

interface Usage {
  readonly from: string;
  readonly to: string;
  readonly total: Consumption & { readonly cost: Cost | null };
  readonly days: readonly (Consumption & { readonly date: string })[];
  readonly machines: readonly (Consumption & {
    readonly id: number;
    readonly name: string;
    readonly cost: Cost | null;
  })[];
  readonly months: readonly { readonly month: string; readonly cost: Cost }[];
}

const hours = (value: number): string => value.toFixed(2);
const costText = (cost: Cost | null): string => (cost === null ? "" : cost.total.toFixed(2));

type Row = Consumption & { readonly cost?: Cost | null };

const CONSUMED: readonly DataColumn<Row>[] = [
  { title: "CPU HOURS", right: true, text: ({ cpuHours }) => hours(cpuHours) },
  { title: "MEMORY GIB HOURS", right: true, text: ({ memoryGiBHours }) => hours(memoryGiBHours) },
  { title: "DISK GIB HOURS", right: true, text: ({ diskGiBHours }) => hours(diskGiBHours) },
  { title: "COST", right: true, text: ({ cost }) => costText(cost ?? null) },
];
const OF_DAYS: readonly DataColumn<Row & { readonly date: string }>[] = [
  { title: "DAY", text: ({ date }) => date },
  ...CONSUMED,
];
const OF_MACHINES: readonly DataColumn<Row & { readonly id: number; readonly name: string }>[] = [
  { title: "ID", right: true, text: ({ id }) => String(id) },
  { title: "NAME", cuttable: "first", text: ({ name }) => name },
  ...CONSUMED,
];
const money = (value: number): string => value.toFixed(2);
const OF_MONTHS: readonly DataColumn<Usage["months"][number]>[] = [
  { title: "MONTH", text: ({ month }) => month },
  { title: "CPU", right: true, text: ({ cost }) => money(cost.cpu) },
  { title: "MEMORY", right: true, text: ({ cost }) => money(cost.memory) },
  { title: "DISK", right: true, text: ({ cost }) => money(cost.disk) },
  { title: "TOTAL", right: true, text: ({ cost }) => money(cost.total) },
];

export async function show(args: Arguments): Promise<number> {
  const context = openContext(args);
  const format = dataFormat(context, "Figures of usage");
  const query = new URLSearchParams();
  for (const name of ["from", "to"]) {
    const day = text(args, name);
    if (day !== undefined) query.set(name, day);
  }
  const usage = await readApi<Usage>(context, `/usage${query.size === 0 ? "" : `?${query}`}`, "usage");
  if (format === "json" || format === "yaml") {
    print(dataText(usage, format));
    return 0;
  }
  if (format === "id") {
    print(usage.machines.map(({ id }) => `${id}\n`).join(""));
    return 0;
  }
  const { days, total, machines, months } = usage;
  const byDay = dataTable(OF_DAYS, [...days, { date: "total", ...total }], format, context);
  const byMachine = dataTable(OF_MACHINES, machines, format, context);
  const byMonth = dataTable(OF_MONTHS, months, format, context);
  const part = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [...heading(name, context), ...lines];
  print(`${[...byDay, ...part("MACHINES", byMachine), ...part("COST OF WHOLE MONTHS", byMonth)].join("\n")}\n`, true);
  return 0;
}
