/** Requests and their uploads, as they are counted. */
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { asMethod, BUCKETS } from "./names.ts";

/** One answered request. */
export interface CountedRequest {
  /** The pattern of its route. */
  readonly route: string;
  readonly dialect: string;
  readonly method: string;
  readonly status: number;
  readonly milliseconds: number;
}

export interface RequestMetrics {
  requestBegan(): void;
  requestEnded(request: CountedRequest): void;
  loginFailed(): void;
  /** @param code of the error. */
  browserRefused(code: string): void;
  readerCut(): void;
}

export interface UploadMetrics {
  uploadBegan(): void;
  uploaded(bytes: number): void;
  /** @param result `stored`, or the code of the error. */
  uploadEnded(result: string): void;
}

export function requestMetrics(registers: Registry[]): RequestMetrics {
  const requests = new Counter({
    name: "occi_http_requests_total",
    help: "Requests that were answered.",
    labelNames: ["route", "dialect", "method", "status"] as const,
    registers,
  });
  const requestSeconds = new Histogram({
    name: "occi_http_request_duration_seconds",
    help: "Time from the arrival of a request until its answer began.",
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

export function uploadMetrics(registers: Registry[]): UploadMetrics {
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
