/** Metrics of the server's work besides answering: calls to oned, screens, reloads. */
import { Counter, Histogram, type Registry } from "prom-client";
import { BUCKETS } from "./names.ts";

export interface WorkMetrics {
  onedCalled(method: string, milliseconds: number, result: string): void;
  screenOpened(): void;
  /** @param by what closed it. */
  screenClosed(by: string): void;
  /** Bytes. */
  screenMoved(toClient: number, toHost: number): void;
  reloaded(succeeded: boolean): void;
  unhandledError(): void;
}

export function workMetrics(registers: Registry[]): WorkMetrics {
  return { ...onedMetrics(registers), ...screenMetrics(registers), ...programMetrics(registers) };
}

function onedMetrics(registers: Registry[]): Pick<WorkMetrics, "onedCalled"> {
  const calls = new Counter({
    name: "occi_oned_calls_total",
    help: "Calls to oned by outcome; answered: with success or an error of oned's own.",
    labelNames: ["method", "result"] as const,
    registers,
  });
  const callSeconds = new Histogram({
    name: "occi_oned_call_duration_seconds",
    help: "Duration of calls to oned, including the wait for one of ONE_CONNECTIONS.",
    labelNames: ["method"] as const,
    buckets: BUCKETS,
    registers,
  });
  return {
    onedCalled(method, milliseconds, result) {
      calls.inc({ method, result });
      callSeconds.observe({ method }, milliseconds / 1000);
    },
  };
}

function screenMetrics(registers: Registry[]): Pick<WorkMetrics, "screenOpened" | "screenClosed" | "screenMoved"> {
  const screensOpened = new Counter({
    name: "occi_screens_opened_total",
    help: "Screens of machines that were opened.",
    registers,
  });
  const screensClosed = new Counter({
    name: "occi_screens_closed_total",
    help: "Screens that were closed, by what closed them: client, host_closed, machine_changed, right_lost, ...",
    labelNames: ["by"] as const,
    registers,
  });
  const screenBytes = new Counter({
    name: "occi_screen_bytes_total",
    help: "Bytes that passed through open screens, by direction: to_client, to_host. Counted once a minute, and at the end.",
    labelNames: ["direction"] as const,
    registers,
  });
  for (const direction of ["to_client", "to_host"]) screenBytes.inc({ direction }, 0);
  return {
    screenOpened: () => screensOpened.inc(),
    screenClosed: (by) => screensClosed.inc({ by }),
    screenMoved(toClient, toHost) {
      screenBytes.inc({ direction: "to_client" }, toClient);
      screenBytes.inc({ direction: "to_host" }, toHost);
    },
  };
}

/** Reloads and faults of the program itself. */
function programMetrics(registers: Registry[]): Pick<WorkMetrics, "unhandledError" | "reloaded"> {
  const unhandled = new Counter({
    name: "occi_unhandled_errors_total",
    help: "Unhandled errors, which are faults of this program.",
    registers,
  });
  const reloads = new Counter({
    name: "occi_config_reloads_total",
    help: "Reloads of the configuration by outcome: done, failed.",
    labelNames: ["result"] as const,
    registers,
  });
  for (const result of ["done", "failed"]) reloads.inc({ result }, 0);
  return {
    unhandledError: () => unhandled.inc(),
    reloaded: (succeeded) => reloads.inc({ result: succeeded ? "done" : "failed" }),
  };
}
