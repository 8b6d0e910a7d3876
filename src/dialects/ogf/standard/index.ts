/** The type system of the OGF's documents. */
import type { AnyCategory } from "../model.ts";
import { STANDARD_ACTIONS } from "./actions.ts";
import { CORE_KINDS } from "./core.ts";
import { INFRASTRUCTURE_KINDS } from "./infrastructure.ts";
import { STANDARD_MIXINS } from "./mixins.ts";

export { EXTENSIONS } from "./extensions.ts";
export * from "./ids.ts";
export { OPENSTACK } from "./openstack.ts";

/** All kinds, mixins and actions of 1.2 and 1.1. Compute is first: 1.1's test can read no other scheme than such there. */
export const STANDARD: readonly AnyCategory[] = [
  ...INFRASTRUCTURE_KINDS,
  ...CORE_KINDS,
  ...STANDARD_MIXINS,
  ...STANDARD_ACTIONS,
];
