/** A plot, drawn by uPlot in the size of its container and the colours of the page. */
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { clock } from "../format.ts";
import { text } from "../text/index.ts";
import { theme } from "../theme.ts";
import { axisEnd, largest } from "./axis.ts";

export interface Series {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

interface PlotProps {
  readonly title: string;
  readonly times: readonly number[];
  /** Seconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** The smallest end of the vertical axis. */
  readonly minEnd: number;
  /**
   * Draws bars instead of lines, one for each whole number from 0, and returns the label below a bar. `from` and `to` are
   * then half a bar before the first and after the last.
   */
  readonly nameOf?: ((position: number) => string) | undefined;
}

const HEIGHT = 190;
const AXIS_WIDTH = 76;
const AXIS_HEIGHT = 28;
/** Bars between names on the horizontal axis. */
const DAY_STEPS = [1, 2, 5, 7, 14, 30, 60, 90];
const FONT = "12px system-ui, sans-serif";

/** The present colour of a part of the plot: a canvas cannot use custom properties of CSS. */
function colourIn(element: Element, part: string): string {
  const probe = element.querySelector(`.plot-${part}`);
  return probe === null ? "gray" : getComputedStyle(probe).color;
}

/** The label of a position on the horizontal axis. */
function positionText({ nameOf }: Pick<PlotProps, "nameOf">, at: number): string {
  return nameOf === undefined ? clock(new Date(at * 1000)) : nameOf(at);
}

type Data = [number[], ...(number | null)[][]];

function dataOf({ times, series }: PlotProps): Data {
  return [[...times], ...series.map(({ values }) => [...values])];
}

function optionsOf(
  element: HTMLElement,
  current: () => PlotProps,
  onPoint: (index: number | undefined) => void,
): uPlot.Options {
  const { series, nameOf } = current();
  const bars = nameOf === undefined ? undefined : uPlot.paths.bars?.({ size: [0.7, 48], radius: 0.1 });
  let end: number | undefined;
  const axis = { font: FONT, stroke: () => colourIn(element, "text"), ticks: { show: false } };
  const grid = { stroke: () => colourIn(element, "grid"), width: 1 };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [10, 8, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 7, show: nameOf === undefined },
      ...(nameOf === undefined && { sync: { key: "machine" } }),
    },
    scales: {
      x: { time: nameOf === undefined, range: () => [current().from, current().to] },
      y: {
        range: () => {
          end = axisEnd(largest(current().series.flatMap(({ values }) => values)), current().minEnd, end);
          return [0, end];
        },
      },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        values: (_plot, splits) => splits.map((at) => positionText(current(), at)),
        space: 70,
        ...(nameOf !== undefined && { incrs: DAY_STEPS }),
        size: AXIS_HEIGHT,
      },
      {
        ...axis,
        grid,
        size: AXIS_WIDTH,
        splits: () => [0, (end ?? 0) / 2, end ?? 0],
        values: (_plot, splits) => splits.map((value) => current().format(value)),
      },
    ],
    series: [
      {},
      ...series.map(({ label }, index) => ({
        label,
        width: 1.75,
        spanGaps: false,
        points: { show: false },
        stroke: () => colourIn(element, `line-${index}`),
        ...(nameOf !== undefined && { fill: () => colourIn(element, `line-${index}`) }),
        ...(bars !== undefined && { paths: bars }),
      })),
    ],
    hooks: {
      setCursor: [(plot) => onPoint(plot.cursor.idx ?? undefined)],
    },
  };
}

/** The values in words: the newest, or those under the pointer. */
function Legend({
  series,
  format,
  times,
  nameOf,
  point,
}: Pick<PlotProps, "series" | "format" | "times" | "nameOf"> & { readonly point: number | undefined }) {
  const { machine } = text.value;
  const at = point === undefined ? undefined : times[point];
  return (
    <dl class="plot-legend">
      {series.map(({ label, values }, index) => {
        const value = point === undefined ? values.findLast((one) => one !== null) : values[point];
        return (
          <div key={label}>
            <dt class={`plot-key line-${index}`}>{label}</dt>
            <dd>{value === null || value === undefined ? machine.notMeasured : format(value)}</dd>
          </div>
        );
      })}
      {at !== undefined && <div class="plot-at">{positionText({ nameOf }, at)}</div>}
    </dl>
  );
}

function wordsOf({ title, series, format }: PlotProps): string {
  const { machine } = text.value;
  const parts = series.map(({ label, values }) => {
    const last = values.findLast((value) => value !== null);
    return last === undefined || last === null
      ? `${label}: ${machine.notMeasured}`
      : machine.plotWords(label, format(last), format(largest(values)));
  });
  return `${title}. ${parts.join(". ")}`;
}

export function Plot(props: PlotProps) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const [point, setPoint] = useState<number>();
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const made = new uPlot(
      optionsOf(current, () => latest.current, setPoint),
      dataOf(latest.current),
      current,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: current.clientWidth, height: HEIGHT }));
    observer.observe(current);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const redraw = (): void => made.redraw(false, true);
    dark.addEventListener("change", redraw);
    const forget = theme.subscribe(redraw);
    return () => {
      observer.disconnect();
      dark.removeEventListener("change", redraw);
      forget();
      made.destroy();
    };
  }, []);
  useEffect(() => plot.current?.setData(dataOf(props)), [props.times, props.series]);
  return (
    <figure class="plot">
      <figcaption>
        <h3>{props.title}</h3>
        <Legend series={props.series} format={props.format} times={props.times} nameOf={props.nameOf} point={point} />
      </figcaption>
      <div ref={element} class="plot-canvas" role="img" aria-label={wordsOf(props)}>
        {["text", "grid", "line-0", "line-1"].map((part) => (
          <i key={part} class={`plot-${part}`} />
        ))}
      </div>
    </figure>
  );
}
