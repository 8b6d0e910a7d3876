/** Calls that oned answers only when one of its drivers has answered: they take as long as the driver does. */
const DRIVER_CALLS: ReadonlySet<string> = new Set([
  // The datastore's driver `stat` finds out the size of the file (oned's ImageManager::stat_image).
  "one.image.allocate",
]);

/** Whether oned waits for a driver before it answers. @param method of oned, e.g. `one.image.allocate`. */
export function waitsForDriver(method: string): boolean {
  return DRIVER_CALLS.has(method);
}
