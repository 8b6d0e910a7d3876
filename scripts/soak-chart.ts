/** A chart of two figures over time, as SVG. */

export interface Sample {
  /** Since the start. */
  readonly seconds: number;
  /** Resident memory, MB. */
  readonly memory: number;
  readonly descriptors: number;
}

const WIDTH = 900;
const HEIGHT = 200;
const LEFT = 60;
const TOP = 30;

function panel(samples: readonly Sample[], top: number, title: string, value: (sample: Sample) => number): string {
  const last = Math.max(samples.at(-1)?.seconds ?? 1, 1);
  const most = Math.max(1, ...samples.map(value)) * 1.1;
  const x = (seconds: number) => (LEFT + (seconds / last) * (WIDTH - LEFT - 20)).toFixed(1);
  const y = (figure: number) => (top + HEIGHT - (figure / most) * HEIGHT).toFixed(1);
  const points = samples.map((sample) => `${x(sample.seconds)},${y(value(sample))}`).join(" ");
  const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const figure = most * part;
    return `<text x="${LEFT - 8}" y="${y(figure)}" text-anchor="end">${figure.toFixed(0)}</text><line x1="${LEFT}" x2="${WIDTH - 20}" y1="${y(figure)}" y2="${y(figure)}" stroke="#ddd"/>`;
  });
  const hours = [0, 0.25, 0.5, 0.75, 1].map(
    (part) =>
      `<text x="${x(last * part)}" y="${top + HEIGHT + 18}" text-anchor="middle">${((last * part) / 60).toFixed(0)} min</text>`,
  );
  return [
    `<text x="${LEFT}" y="${top - 8}" font-weight="bold">${title}</text>`,
    ...marks,
    ...hours,
    `<polyline points="${points}" fill="none" stroke="#0a6" stroke-width="1.2"/>`,
  ].join("\n");
}

/** The picture of a run. */
export function chart(samples: readonly Sample[], title: string): string {
  const second = TOP + HEIGHT + 70;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${second + HEIGHT + 40}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="white"/>',
    `<text x="${WIDTH - 20}" y="14" text-anchor="end">${title}</text>`,
    panel(samples, TOP, "resident memory, MB", ({ memory }) => memory),
    panel(samples, second, "open descriptors", ({ descriptors }) => descriptors),
    "</svg>\n",
  ].join("\n");
}
