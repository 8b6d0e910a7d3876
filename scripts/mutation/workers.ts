/** Does something with each item, some at a time. @param work with an item and the number of the worker, from 0. */
export async function forEachOf<T>(
  items: readonly T[],
  workers: number,
  work: (item: T, worker: number) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async (number: number): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item, number);
  };
  await Promise.all(Array.from({ length: workers }, (_, number) => worker(number)));
}
