/** The formats of texts that schemas name. TypeBox knows none by itself, and keeps those of the process in one registry. */
import { FormatRegistry } from "@sinclair/typebox";

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** A time of RFC 3339, one that there is. */
export function isTime(text: string): boolean {
  return TIME.test(text) && !Number.isNaN(Date.parse(text));
}

FormatRegistry.Set("date-time", isTime);
