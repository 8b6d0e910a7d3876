/** The document of usage and costs. */
import type { Consumption, Usage } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { writeDocument } from "../write.ts";

/** Puts the unit into the names of sizes. */
function withUnits<T extends Consumption>({ memoryHours, diskHours, ...rest }: T): object {
  return { ...rest, memoryGiBHours: memoryHours, diskGiBHours: diskHours };
}

export function renderUsage({ total, days, machines, ...rest }: Usage): string {
  return writeDocument(schemas.Usage, {
    ...rest,
    total: withUnits(total),
    days: days.map(withUnits),
    machines: machines.map(withUnits),
  });
}
