/** Usage day by day, as bars. */
import { useState } from "preact/hooks";
import { number, utcDay } from "../../format.ts";
import type { Usage } from "../../model.ts";
import { RadioButtons } from "../../parts/choices.tsx";
import { Plot } from "../../parts/plot.tsx";
import { text } from "../../text/index.ts";

type Day = Usage["days"][number];
const MEASURES = ["cpuHours", "memoryGiBHours", "diskGiBHours"] as const satisfies readonly (keyof Day)[];
type Measure = (typeof MEASURES)[number];

export default function DayPlot({ days }: { readonly days: Usage["days"] }) {
  const { usage, quotas } = text.value;
  const [measure, setMeasure] = useState<Measure>("cpuHours");
  const labels: Readonly<Record<Measure, readonly [string, string]>> = {
    cpuHours: [quotas.cpu, usage.cpuHours],
    memoryGiBHours: [quotas.memory, usage.memoryHours],
    diskGiBHours: [quotas.disk, usage.diskHours],
  };
  return (
    <section class="card section" aria-labelledby="plot">
      <div class="section-head">
        <h2 id="plot">{usage.plot}</h2>
        <fieldset>
          <legend class="unseen">{usage.measure}</legend>
          <RadioButtons
            name="measure"
            value={measure}
            options={MEASURES.map((one) => [one, labels[one][0]])}
            onChange={(value) => setMeasure(MEASURES.find((one) => one === value) ?? "cpuHours")}
          />
        </fieldset>
      </div>
      <Plot
        key={`${measure} ${days[0]?.date} ${days.length}`}
        title={labels[measure][0]}
        times={days.map((_, index) => index)}
        from={-0.5}
        to={days.length - 0.5}
        series={[{ label: labels[measure][1], values: days.map((day) => day[measure]) }]}
        format={number}
        minEnd={0.1}
        nameOf={(position) => {
          const day = days[position];
          return day === undefined ? "" : utcDay(day.date);
        }}
      />
    </section>
  );
}
