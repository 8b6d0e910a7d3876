/** Metrics that have their value when they are read. */
import { Gauge, type Registry } from "prom-client";

/** Functions that are called when the metrics are read. */
export interface Sources {
  /** Calls to oned: under way, and waiting for a place; why it makes no changes, as the last of them have found. */
  readonly oned: () => { readonly running: number; readonly waiting: number; readonly readOnly: string | undefined };
  /** Why the server is not ready; undefined when it is. */
  readonly notReady: () => string | undefined;
  /** The certificates in use, each with the first name it is for and its end. */
  readonly certificates: () => readonly { readonly name: string; readonly until: Date }[];
  /** Why a newer certificate is not in use: the files hold no good one, or the authority gives none. */
  readonly certificateFailure: () => string | undefined;
  /** Why changed templates are not in use. */
  readonly templatesFailure: () => string | undefined;
  /** Open screens of machines. */
  readonly screens: () => number;
  /** Lines that the log has lost. */
  readonly lostLines: () => number;
}

const DAY_MS = 86_400_000;

/** Makes them. */
export function gauges(registers: Registry[], sources: Sources): void {
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  };
  gauge("occi_ready", "1 when the server is ready, as /readyz shows.", () =>
    sources.notReady() === undefined ? 1 : 0,
  );
  gauge("occi_oned_calls_in_flight", "Calls to oned in progress.", () => sources.oned().running);
  gauge("occi_oned_queue_length", "Calls that wait for one of ONE_CONNECTIONS.", () => sources.oned().waiting);
  gauge("occi_oned_read_only", "1 when OpenNebula does not accept changes, according to the latest attempts.", () =>
    sources.oned().readOnly === undefined ? 0 : 1,
  );
  gauge("occi_screens_open", "Open screens of machines.", () => sources.screens());
  gauge(
    "occi_log_lines_lost",
    "Log lines lost because they could not be written, for example on a full disk.",
    sources.lostLines,
  );
  gauge(
    "occi_certificate_refused",
    "1 when a new certificate could not be obtained or used: the log shows the reason.",
    () => (sources.certificateFailure() === undefined ? 0 : 1),
  );
  gauge(
    "occi_templates_refused",
    "1 when changed templates are not in use because they are faulty: the log shows the reason.",
    () => (sources.templatesFailure() === undefined ? 0 : 1),
  );
  new Gauge({
    name: "occi_certificate_days_left",
    help: "Days until a certificate in use expires.",
    labelNames: ["name"] as const,
    registers,
    collect() {
      this.reset();
      for (const { name, until } of sources.certificates()) {
        this.set({ name }, (until.getTime() - Date.now()) / DAY_MS);
      }
    },
  });
}
