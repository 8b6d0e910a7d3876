/** Plots of a machine. */
import { Type } from "@sinclair/typebox";
import { Metrics, Range } from "../schemas/metrics.ts";
import { OBJECT_ERRORS, type Operation, object } from "./operation.ts";

export const METRICS: readonly Operation[] = [
  {
    id: "getMachineMetrics",
    method: "GET",
    path: "/machines/{id}/metrics",
    summary: "CPU, memory, network and disk of the last 30 minutes (or of 2 or 12 hours), for plots.",
    query: object({ range: Type.Optional(Range) }),
    answers: { 200: Metrics },
    errors: OBJECT_ERRORS,
    example: { params: { id: "0" } },
  },
];
