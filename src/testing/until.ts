/** Waits for what comes about by itself: looks every few milliseconds. @throws when it has not after ten seconds. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it did not come about: ${isSo}`);
    await Bun.sleep(5);
  }
}
