/** How long the event loop stood still, for tests. */

/**
 * Watches from now on.
 * @returns ends it, with the longest time between two turns: milliseconds of the processor, as on a busy machine time
 *   passes without this process.
 */
export function longestPause(): { ended(): number } {
  let longest = 0;
  let [last, spent] = [performance.now(), process.cpuUsage()];
  let next = setImmediate(look);
  function look(): void {
    const used = process.cpuUsage(spent);
    longest = Math.max(longest, Math.min(performance.now() - last, (used.user + used.system) / 1000));
    [last, spent] = [performance.now(), process.cpuUsage()];
    next = setImmediate(look);
  }
  return {
    ended() {
      clearImmediate(next);
      return longest;
    },
  };
}
