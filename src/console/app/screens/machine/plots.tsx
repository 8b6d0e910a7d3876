/** CPU, memory, network and disk of the last hours. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api.ts";
import { bytesPerSecond, mebibytes, percent } from "../../format.ts";
import type { Machine, Metrics } from "../../model.ts";
import { timesOf } from "../../parts/axis.ts";
import { RadioButtons } from "../../parts/choices.tsx";
import { ErrorNote, Loading } from "../../parts/index.ts";
import { Plot } from "../../parts/plot.tsx";
import { type ApiError, asApiError } from "../../problem.ts";
import { text } from "../../text/index.ts";

type Range = Metrics["range"];
const RANGES: readonly Range[] = ["30m", "2h", "12h"];

/** Milliseconds: hosts measure as often. */
const EVERY_MS = 30_000;
/** An axis of rates is as long as this at least, in bytes per second: a machine that rests has no mountains. */
const LEAST_RATE = 10_000;
const WHOLE = 100;

interface Read {
  readonly metrics?: Metrics;
  readonly error?: ApiError;
}

function useMetrics(id: number, range: Range): Read & { readonly retry: () => void } {
  const [read, setRead] = useState<Read>({});
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    const aborter = new AbortController();
    const load = async (): Promise<void> => {
      if (document.visibilityState !== "visible") return;
      try {
        const metrics = await api("get", "/machines/{id}/metrics", {
          params: { id },
          query: { range },
          signal: aborter.signal,
        });
        setRead({ metrics });
      } catch (thrown) {
        if (!aborter.signal.aborted) setRead((before) => ({ ...before, error: asApiError(thrown) }));
      }
    };
    void load();
    const timer = setInterval(() => void load(), EVERY_MS);
    return () => {
      aborter.abort();
      clearInterval(timer);
    };
  }, [id, range, attempts]);
  return { ...read, retry: () => setAttempts((before) => before + 1) };
}

function FourPlots({ machine, metrics }: { readonly machine: Machine; readonly metrics: Metrics }) {
  const { machine: texts, quotas } = text.value;
  const times = timesOf(metrics.from, metrics.stepSeconds, metrics.cpuPercent.length);
  const common = {
    times,
    from: new Date(metrics.from).getTime() / 1000,
    to: new Date(metrics.to).getTime() / 1000,
  };
  return (
    <div class="plots-grid">
      <Plot
        {...common}
        title={quotas.cpu}
        series={[{ label: texts.cpuUsed, values: metrics.cpuPercent }]}
        format={percent}
        minEnd={WHOLE}
      />
      <Plot
        {...common}
        title={quotas.memory}
        series={[{ label: texts.memoryUsed, values: metrics.memoryMiB }]}
        format={mebibytes}
        minEnd={machine.memoryMiB ?? 1}
      />
      <Plot
        {...common}
        title={texts.network}
        series={[
          { label: texts.received, values: metrics.receivedBytesPerSecond },
          { label: texts.sent, values: metrics.sentBytesPerSecond },
        ]}
        format={bytesPerSecond}
        minEnd={LEAST_RATE}
      />
      <Plot
        {...common}
        title={quotas.disk}
        series={[
          { label: texts.read, values: metrics.readBytesPerSecond },
          { label: texts.written, values: metrics.writtenBytesPerSecond },
        ]}
        format={bytesPerSecond}
        minEnd={LEAST_RATE}
      />
    </div>
  );
}

export default function Plots({ machine }: { readonly machine: Machine }) {
  const { machine: texts } = text.value;
  const [range, setRange] = useState<Range>("30m");
  const { metrics, error, retry } = useMetrics(machine.id, range);
  return (
    <div class="stack">
      <fieldset>
        <legend class="unseen">{texts.range}</legend>
        <RadioButtons
          name="range"
          value={range}
          options={RANGES.map((one) => [one, texts.ranges[one]])}
          onChange={(value) => setRange(RANGES.find((one) => one === value) ?? "30m")}
        />
      </fieldset>
      {error !== undefined && <ErrorNote error={error} retry={retry} />}
      {metrics === undefined ? (
        error === undefined && <Loading />
      ) : metrics.cpuPercent.every((value) => value === null) ? (
        <p class="muted">{texts.nothingMeasured}</p>
      ) : (
        // Another range is another set of plots: their axes begin anew.
        <FourPlots key={metrics.range} machine={machine} metrics={metrics} />
      )}
    </div>
  );
}
