/** The reason why a request failed: problem details (RFC 9457). */
import type { components } from "./api-types.ts";

export type Problem = components["schemas"]["Problem"];

/** An answer that is not a success, or that did not come. */
export class ApiError extends Error {
  /** 0 where the server did not answer. */
  readonly status: number;
  /** The error code of the server; `OFFLINE` where it did not answer. */
  readonly code: string;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;
  /** Seconds; undefined where the server does not say it. */
  readonly retryAfter: number | undefined;
  readonly faults: Problem["errors"];

  constructor(status: number, problem: Partial<Problem>, retryAfter?: number) {
    super(problem.detail ?? "");
    this.status = status;
    this.code = problem.code ?? "OFFLINE";
    this.hint = problem.hint ?? undefined;
    this.requestId = problem.requestId;
    this.retryAfter = retryAfter;
    this.faults = problem.errors ?? [];
  }
}

/** Any thrown value as an ApiError. */
export function asApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError ? thrown : new ApiError(0, { detail: String(thrown), code: "INTERNAL" });
}

/** Reads the error of an answer that is not a success. */
export async function problemOf(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  const isProblem = (response.headers.get("content-type") ?? "").startsWith("application/problem+json");
  const problem = isProblem ? ((await response.json()) as Problem) : { code: `HTTP_${response.status}` };
  return new ApiError(response.status, problem, retryAfter);
}
