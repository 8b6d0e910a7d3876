/** Usage as tables, with their sums, and as files. */

import { money, number, utcDate } from "../../format.ts";
import type { Usage } from "../../model.ts";
import { Button, type Column, Table } from "../../parts/index.ts";
import { href } from "../../router.ts";
import { text } from "../../text/index.ts";
import { csvOf } from "./csv.ts";
import { saveFile } from "./save-file.ts";

type Amounts = Pick<Usage["total"], "cpuHours" | "memoryGiBHours" | "diskGiBHours">;

interface Line extends Amounts {
  readonly key: string;
  readonly name: string;
  /** Undefined for the sum, and for days. */
  readonly machine?: number;
  readonly cost: number | null;
}

function amountColumns<T extends Amounts>(): Column<T>[] {
  const { usage } = text.value;
  return [
    { label: usage.cpuHours, numeric: true, cell: ({ cpuHours }) => number(cpuHours) },
    { label: usage.memoryHours, numeric: true, cell: ({ memoryGiBHours }) => number(memoryGiBHours) },
    { label: usage.diskHours, numeric: true, cell: ({ diskGiBHours }) => number(diskGiBHours) },
  ];
}

const amountsOf = ({ cpuHours, memoryGiBHours, diskGiBHours }: Amounts): readonly number[] => [
  cpuHours,
  memoryGiBHours,
  diskGiBHours,
];

/** Names of the columns in files, which programs read: in English in every language. */
const AMOUNTS = ["cpu_hours", "memory_gib_hours", "disk_gib_hours"] as const;

function fileName({ from, to }: Usage, what: string): string {
  // The end is the first moment that does not count.
  return `usage-${what}-${from.slice(0, 10)}-${new Date(new Date(to).getTime() - 1).toISOString().slice(0, 10)}.csv`;
}

export function machinesCsv({ machines }: Pick<Usage, "machines">): string {
  const rows = machines.map((one) => [one.id, one.name, ...amountsOf(one), one.cost?.total ?? null]);
  return csvOf([["machine", "name", ...AMOUNTS, "cost"], ...rows]);
}

export function daysCsv({ days }: Pick<Usage, "days">): string {
  return csvOf([["date", ...AMOUNTS], ...days.map((day) => [day.date, ...amountsOf(day)])]);
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly usage: Usage;
  readonly columns: readonly Column<Line>[];
  readonly rows: readonly Line[];
  readonly csv: () => string;
}

function Section({ id, title, usage, columns, rows, csv }: SectionProps) {
  const { usage: texts } = text.value;
  const sum: Line = { key: "sum", name: texts.sum, ...usage.total, cost: usage.total.cost?.total ?? null };
  return (
    <section class="card section sums" aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>{title}</h2>
        <Button label={texts.csvOf(title)} onClick={() => saveFile(fileName(usage, id), csv())}>
          CSV
        </Button>
      </div>
      <Table label={title} columns={columns} rows={[...rows, sum]} keyOf={({ key }) => key} />
    </section>
  );
}

export function ByMachine({ usage }: { readonly usage: Usage }) {
  const { usage: texts } = text.value;
  const hasCost = usage.total.cost !== null;
  const columns: Column<Line>[] = [
    {
      label: texts.machine,
      cell: ({ name, machine }) => (machine === undefined ? name : <a href={href(`/machines/${machine}`)}>{name}</a>),
    },
    ...amountColumns<Line>(),
    ...(hasCost
      ? [{ label: texts.cost, numeric: true, cell: ({ cost }: Line) => (cost === null ? "–" : money(cost)) }]
      : []),
  ];
  const rows = usage.machines.map((one) => ({
    ...one,
    key: String(one.id),
    machine: one.id,
    cost: one.cost?.total ?? null,
  }));
  return (
    <Section
      id="machines"
      title={texts.byMachine}
      usage={usage}
      columns={columns}
      rows={rows}
      csv={() => machinesCsv(usage)}
    />
  );
}

export function ByDay({ usage }: { readonly usage: Usage }) {
  const { usage: texts } = text.value;
  const columns: Column<Line>[] = [{ label: texts.day, cell: ({ name }) => name }, ...amountColumns<Line>()];
  const rows = usage.days.map((day) => ({ ...day, key: day.date, name: utcDate(day.date), cost: null })).reverse();
  return (
    <Section id="days" title={texts.byDay} usage={usage} columns={columns} rows={rows} csv={() => daysCsv(usage)} />
  );
}
