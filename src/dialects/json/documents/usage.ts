/** The documents of answers, made of the model. What machines took and cost. */
import type { Consumption, Usage } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { writeDocument } from "../write.ts";

/** Sizes say their unit. */
function named<T extends Consumption>({ memoryHours, diskHours, ...rest }: T): object {
  return { ...rest, memoryGiBHours: memoryHours, diskGiBHours: diskHours };
}

export function renderUsage({ total, days, machines, ...rest }: Usage): string {
  return writeDocument(schemas.Usage, {
    ...rest,
    total: named(total),
    days: days.map(named),
    machines: machines.map(named),
  });
}
