/**
 * How long something takes that does not wait: milliseconds of the processor, as on a busy machine time passes without this
 * process; or of the clock, when they are fewer, since the runtime's other threads have work of their own.
 */
export function processorTime(run: () => void): number {
  const [begun, spent] = [performance.now(), process.cpuUsage()];
  run();
  const { user, system } = process.cpuUsage(spent);
  return Math.min(performance.now() - begun, (user + system) / 1000);
}
