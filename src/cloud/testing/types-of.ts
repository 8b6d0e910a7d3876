/** Instance types for tests, without templates of their own. */
import { type Capacity, createTemplates, type Templates } from "../../templates/engine.ts";

/** Instance types by their name: what their template fixes. */
export function typesOf(capacities: Readonly<Record<string, Capacity>>): Templates {
  const vmTypes = Object.keys(capacities).map((name) => ({ name, template: `${name}.eta` }));
  const made = createTemplates({ location: "/nonexistent", vmTypes });
  return { ...made, capacity: (type) => capacities[type] ?? {} };
}
