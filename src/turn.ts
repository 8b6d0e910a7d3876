/** Lets the event loop do what else there is: long work goes on after it. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
