/** The usage and the costs of the user's machines, by day and by machine. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api.ts";
import { money, number, utcMonth } from "../../format.ts";
import type { Usage } from "../../model.ts";
import { Empty, ErrorNote, Field, Loading } from "../../parts/index.ts";
import { type ApiError, asApiError } from "../../problem.ts";
import { text } from "../../text/index.ts";
import { CHOICES, type Choice, type Period, periodOf } from "./period.ts";
import { ByDay, ByMachine } from "./tables.tsx";

interface Read {
  readonly usage?: Usage | undefined;
  readonly error?: ApiError;
}

function useUsage({ from, to }: Period): Read & { readonly isReading: boolean; readonly retry: () => void } {
  const [read, setRead] = useState<Read>({});
  const [isReading, setReading] = useState(true);
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    const aborter = new AbortController();
    setReading(true);
    api("get", "/usage", { query: { from, to }, signal: aborter.signal })
      .then((usage) => setRead({ usage }))
      .catch((thrown) => {
        if (!aborter.signal.aborted) setRead({ error: asApiError(thrown) });
      })
      .finally(() => {
        if (!aborter.signal.aborted) setReading(false);
      });
    return () => aborter.abort();
  }, [from, to, attempts]);
  return { ...read, isReading, retry: () => setAttempts(attempts + 1) };
}

interface PeriodFieldProps {
  readonly choice: Choice;
  readonly period: Period;
  readonly onChange: (choice: Choice, period: Period) => void;
}

function PeriodField({ choice, period, onChange }: PeriodFieldProps) {
  const { usage } = text.value;
  const today = new Date().toISOString().slice(0, 10);
  const choose = (value: string): void => {
    const chosen = CHOICES.find((one) => one === value) ?? "month";
    onChange(chosen, chosen === "own" ? period : periodOf(chosen, Date.now()));
  };
  const change = (part: Partial<Period>): void => {
    const next = { ...period, ...part };
    // A date that is half typed is empty.
    if (next.from !== "" && next.to !== "") onChange("own", next);
  };
  return (
    <div class="period">
      <select
        aria-label={usage.period}
        name="period"
        value={choice}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {CHOICES.map((one) => (
          <option key={one} value={one} selected={one === choice}>
            {usage.periods[one]}
          </option>
        ))}
      </select>
      {choice === "own" && (
        <>
          <Field label={usage.from}>
            {(attributes) => (
              <input
                {...attributes}
                type="date"
                name="from"
                max={today}
                value={period.from}
                onChange={(event) => change({ from: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field label={usage.to}>
            {(attributes) => (
              <input
                {...attributes}
                type="date"
                name="to"
                max={today}
                value={period.to}
                onChange={(event) => change({ to: event.currentTarget.value })}
              />
            )}
          </Field>
        </>
      )}
    </div>
  );
}

function Totals({ usage: { total, months } }: { readonly usage: Usage }) {
  const { usage } = text.value;
  const shown: readonly (readonly [string, string])[] = [
    [usage.cpuHours, number(total.cpuHours)],
    [usage.memoryHours, number(total.memoryGiBHours)],
    [usage.diskHours, number(total.diskGiBHours)],
    ...(total.cost === null ? [] : [[usage.cost, money(total.cost.total)] as const]),
  ];
  return (
    <section class="card section" aria-label={usage.sum}>
      <dl class="totals">
        {shown.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {months.length > 0 && (
        <p class="muted small">{usage.costOf(months.map(({ month }) => utcMonth(month)).join(", "))}</p>
      )}
    </section>
  );
}

type DayPlotType = ComponentType<{ readonly days: Usage["days"] }>;

/** Drawn by a library that is loaded for it. */
function LazyPlot({ days }: { readonly days: Usage["days"] }) {
  const [loaded, setLoaded] = useState<{ readonly DayPlot: DayPlotType }>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    import("../plots.ts").then(
      ({ DayPlot }) => setLoaded({ DayPlot }),
      () => setFailed(true),
    );
  }, []);
  if (failed) return <p class="fault">{text.value.errors.outdated}</p>;
  return loaded === undefined ? <Loading /> : <loaded.DayPlot days={days} />;
}

export default function UsageScreen() {
  const { usage: texts } = text.value;
  const [{ choice, period }, setChosen] = useState<{ readonly choice: Choice; readonly period: Period }>(() => ({
    choice: "month",
    period: periodOf("month", Date.now()),
  }));
  const { usage, error, isReading, retry } = useUsage(period);
  return (
    <>
      <div class="head">
        <h1>{texts.title}</h1>
        {isReading && usage !== undefined && (
          <span class="spinner" role="status" aria-label={text.value.common.loading} />
        )}
        <div class="head-tools">
          <PeriodField
            choice={choice}
            period={period}
            onChange={(next, nextPeriod) => setChosen({ choice: next, period: nextPeriod })}
          />
        </div>
      </div>
      {error !== undefined && <ErrorNote error={error} retry={retry} />}
      {usage === undefined && error === undefined && <Loading />}
      {usage?.machines.length === 0 && (
        <Empty icon="usage" title={texts.none}>
          <p>{texts.noneNote}</p>
        </Empty>
      )}
      {usage !== undefined && usage.machines.length > 0 && (
        <div class="sections-main">
          <Totals usage={usage} />
          <LazyPlot days={usage.days} />
          <ByMachine usage={usage} />
          <ByDay usage={usage} />
          <p class="muted small">{texts.how}</p>
        </div>
      )}
    </>
  );
}
