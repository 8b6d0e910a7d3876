/** The metrics for Prometheus. Labels have few values: never a path, a user or an address. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { asMethod, PROCESS_METRICS } from "./names.ts";

/** One answered request. */
export interface CountedRequest {
  /** The pattern of its route. */
  readonly route: string;
  readonly dialect: string;
  readonly method: string;
  readonly status: number;
  readonly milliseconds: number;
}

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
  /** Screens of machines that are open. */
  readonly screens: () => number;
  /** Lines that the log has lost. */
  readonly lostLines: () => number;
}

export interface BuildLabels {
  readonly version: string;
  readonly commit: string;
  readonly bun: string;
}

export interface Metrics {
  requestBegan(): void;
  requestEnded(request: CountedRequest): void;
  loginFailed(): void;
  /** @param code of the error. */
  browserRefused(code: string): void;
  readerCut(): void;
  uploadBegan(): void;
  uploaded(bytes: number): void;
  /** @param result `stored`, or the code of the error. */
  uploadEnded(result: string): void;
  screenOpened(): void;
  /** @param by what closed it. */
  screenClosed(by: string): void;
  /** Bytes. */
  screenMoved(toClient: number, toHost: number): void;
  onedCalled(method: string, milliseconds: number, result: string): void;
  reloaded(succeeded: boolean): void;
  unhandledError(): void;
  readonly contentType: string;
  text(): Promise<string>;
}

const DAY_MS = 86_400_000;
/** Seconds: from an answer out of memory to the longest deadlines. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** Milliseconds between two measurements of the event loop. */
const LOOP_PRECISION = 50;

/** Makes all metrics, in a registry of their own. */
export function createMetrics(build: BuildLabels, sources: Sources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_PRECISION });
  for (const { name } of registry.getMetricsAsArray()) {
    if (!PROCESS_METRICS.test(name)) registry.removeSingleMetric(name);
  }
  countEarlierTime(registry);
  const metrics = {
    ...requestMetrics(registers),
    ...onedMetrics(registers),
    ...uploadMetrics(registers),
    ...screenMetrics(registers),
    ...programMetrics(registers),
  };
  gauges(registers, sources);
  new Gauge({
    name: "occi_build_info",
    help: "Always 1; the labels name the versions that run.",
    labelNames: ["version", "commit", "bun"] as const,
    registers,
  }).set({ version: build.version, commit: build.commit, bun: build.bun }, 1);
  return { ...metrics, contentType: registry.contentType, text: () => registry.metrics() };
}

/** The library counts from now on; the process has run for a while. */
function countEarlierTime(registry: Registry): void {
  const { user, system } = process.cpuUsage();
  const earlier = {
    process_cpu_user_seconds_total: user,
    process_cpu_system_seconds_total: system,
    process_cpu_seconds_total: user + system,
  };
  for (const [name, microseconds] of Object.entries(earlier)) {
    const counter = registry.getSingleMetric(name);
    if (counter instanceof Counter) counter.inc(microseconds / 1e6);
  }
}

type RequestMetrics = Pick<Metrics, "requestBegan" | "requestEnded" | "loginFailed" | "browserRefused" | "readerCut">;

function requestMetrics(registers: Registry[]): RequestMetrics {
  const requests = new Counter({
    name: "occi_http_requests_total",
    help: "Requests that were answered.",
    labelNames: ["route", "dialect", "method", "status"] as const,
    registers,
  });
  const requestSeconds = new Histogram({
    name: "occi_http_request_duration_seconds",
    help: "From the arrival of a request until its answer began.",
    labelNames: ["route", "method"] as const,
    buckets: BUCKETS,
    registers,
  });
  const inFlight = new Gauge({
    name: "occi_http_requests_in_flight",
    help: "Requests that have not been answered yet.",
    registers,
  });
  const loginsFailed = new Counter({
    name: "occi_login_failures_total",
    help: "Requests whose user name or password was refused.",
    registers,
  });
  const browsersRefused = new Counter({
    name: "occi_browser_requests_refused_total",
    help: "Requests of browsers that were refused because of the page that sent them or the server name that they used, by error code.",
    labelNames: ["code"] as const,
    registers,
  });
  for (const code of ["CROSS_ORIGIN", "HOST_NOT_ALLOWED"]) browsersRefused.inc({ code }, 0);
  const readersCut = new Counter({
    name: "occi_slow_readers_cut_total",
    help: "Clients that were cut off because they did not read a large answer while others waited for memory.",
    registers,
  });
  return {
    requestBegan: () => inFlight.inc(),
    requestEnded({ route, dialect, method, status, milliseconds }) {
      const known = asMethod(method);
      inFlight.dec();
      requests.inc({ route, dialect, method: known, status });
      requestSeconds.observe({ route, method: known }, milliseconds / 1000);
    },
    loginFailed: () => loginsFailed.inc(),
    browserRefused: (code) => browsersRefused.inc({ code }),
    readerCut: () => readersCut.inc(),
  };
}

function onedMetrics(registers: Registry[]): Pick<Metrics, "onedCalled"> {
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

function uploadMetrics(registers: Registry[]): Pick<Metrics, "uploadBegan" | "uploaded" | "uploadEnded"> {
  const uploads = new Counter({
    name: "occi_uploads_total",
    help: "Finished uploads by outcome: stored, or the error code.",
    labelNames: ["result"] as const,
    registers,
  });
  const uploadBytes = new Counter({ name: "occi_upload_bytes_total", help: "Bytes of uploads received.", registers });
  const uploadsInFlight = new Gauge({
    name: "occi_uploads_in_flight",
    help: "Uploads that are being received.",
    registers,
  });
  return {
    uploadBegan: () => uploadsInFlight.inc(),
    uploaded: (bytes) => uploadBytes.inc(bytes),
    uploadEnded(result) {
      uploadsInFlight.dec();
      uploads.inc({ result });
    },
  };
}

function screenMetrics(registers: Registry[]): Pick<Metrics, "screenOpened" | "screenClosed" | "screenMoved"> {
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
function programMetrics(registers: Registry[]): Pick<Metrics, "unhandledError" | "reloaded"> {
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

/** Metrics that get their value when they are read. */
function gauges(registers: Registry[], sources: Sources): void {
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
  gauge("occi_oned_calls_in_flight", "Calls to oned under way.", () => sources.oned().running);
  gauge("occi_oned_queue_length", "Calls that wait for one of ONE_CONNECTIONS.", () => sources.oned().waiting);
  gauge("occi_oned_read_only", "1 when OpenNebula does not make changes, according to the last attempts.", () =>
    sources.oned().readOnly === undefined ? 0 : 1,
  );
  gauge("occi_screens_open", "Screens of machines that are open.", () => sources.screens());
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
