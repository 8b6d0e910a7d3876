/** The formats of texts that schemas name. TypeBox knows none by itself, and keeps those of the process in one registry. */
import { FormatRegistry } from "@sinclair/typebox";
import { timeIn } from "../../rfc3339.ts";

FormatRegistry.Set("date-time", (text) => timeIn(text) !== undefined);
