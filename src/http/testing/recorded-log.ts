/** A log that keeps its lines, written as the real one writes them. */
import { type Fields, textLine } from "../../log/format.ts";
import type { Access, Audit, Logger } from "../../log/log.ts";

export interface RecordedLog extends Logger {
  readonly lines: string[];
  /** The requests that the application answered. */
  readonly accesses: Access[];
  /** The changes that somebody tried. */
  readonly audits: Audit[];
  /** Forgets all of them. */
  clear(): void;
}

export function recordedLog(): RecordedLog {
  const lines: string[] = [];
  const accesses: Access[] = [];
  const audits: Audit[] = [];
  const write =
    (level: string) =>
    (message: string, fields: Fields = {}) => {
      lines.push(textLine(0, level, message, fields));
    };
  return {
    lines,
    accesses,
    audits,
    clear() {
      lines.length = 0;
      accesses.length = 0;
      audits.length = 0;
    },
    error: write("error"),
    warning: write("warning"),
    info: write("info"),
    debug: write("debug"),
    access(access) {
      accesses.push(access);
      lines.push(textLine(0, "info", `${access.method} ${access.path}`, { ...access }));
    },
    audit(audit) {
      audits.push(audit);
      lines.push(textLine(0, "info", "audit", { ...audit }));
    },
    adjust() {},
    reopen() {},
    flush() {},
    close() {},
    lost: 0,
  };
}
