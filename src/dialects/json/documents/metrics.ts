/** The document of the measurements of a machine. */
import type { MachineMetrics } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { writeDocument } from "../write.ts";

export function renderMetrics(metrics: MachineMetrics): string {
  const { step, cpu, memory, received, sent, read, written, reads, writes, ...rest } = metrics;
  return writeDocument(schemas.Metrics, {
    ...rest,
    stepSeconds: step,
    cpuPercent: cpu,
    memoryMiB: memory,
    receivedBytesPerSecond: received,
    sentBytesPerSecond: sent,
    readBytesPerSecond: read,
    writtenBytesPerSecond: written,
    readsPerSecond: reads,
    writesPerSecond: writes,
  });
}
