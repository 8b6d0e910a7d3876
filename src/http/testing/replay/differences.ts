/**
 * Every recorded answer that this server does not give, with what it gives instead: one table. What is in no row has to
 * match, and what is in a row has to differ in exactly this way.
 */
import type { Difference } from "./difference.ts";
import { DIFFERENCES_2_0 } from "./differences-2.0.ts";
import { DIFFERENCES_4_6 } from "./differences-4.6.ts";

export const DIFFERENCES: readonly Difference[] = [...DIFFERENCES_2_0, ...DIFFERENCES_4_6];
