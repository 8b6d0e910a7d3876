/** How far an upload is. */
import { cut } from "./terminal-text.ts";
import { bytesText } from "./units.ts";

export interface Progress {
  /** The name of the file, for people. */
  readonly name: string;
  /** Bytes. */
  readonly sent: number;
  readonly total: number;
  /** Since it began. */
  readonly seconds: number;
}

/** `42 s`, `3:20`, `1:02:05` */
export function secondsText(seconds: number): string {
  const whole = Math.max(Math.ceil(seconds), 0);
  if (whole < 100) return `${whole} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function figures({ sent, total, seconds }: Progress): string {
  const rate = seconds > 0 ? sent / seconds : 0;
  const left = rate > 0 && sent < total ? `  ${secondsText((total - sent) / rate)} left` : "";
  return `${bytesText(sent)} of ${bytesText(total)}  ${bytesText(rate)}/s${left}`;
}

function percent({ sent, total }: Progress): number {
  return total <= 0 ? 100 : Math.min(Math.floor((sent / total) * 100), 100);
}

/** A line for logs. */
export function progressText(progress: Progress): string {
  return `${progress.name}  ${percent(progress)}%  ${figures(progress)}`;
}

/** `debian.qcow2  42% [=====>     ]  1.2 GiB of 2.9 GiB  310 MiB/s  6 s left`, in that width. */
export function progressLine(progress: Progress, width: number): string {
  const head = `${cut(progress.name, 24)}  ${String(percent(progress)).padStart(3)}% `;
  const tail = `  ${figures(progress)}`;
  const room = width - Bun.stringWidth(head) - tail.length - 2;
  if (room < 5) return cut(`${head}${tail.trimStart()}`, width);
  const bar = Math.min(room, 40);
  const filled = Math.min(Math.floor((progress.sent / Math.max(progress.total, 1)) * bar), bar);
  const drawn = filled === bar ? "=".repeat(bar) : `${"=".repeat(filled)}>`.padEnd(bar);
  return `${head}[${drawn.slice(0, bar)}]${tail}`;
}
