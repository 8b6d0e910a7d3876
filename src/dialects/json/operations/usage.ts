/** Usage and costs of machines. */
import { Type } from "@sinclair/typebox";
import { id } from "../schemas/parts.ts";
import { Usage } from "../schemas/usage.ts";
import { type Operation, object } from "./operation.ts";

const day = (description: string) =>
  Type.Optional(
    Type.String({
      pattern: "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2}))?$",
      description,
      form: "a day such as 2026-11-01, or a time such as 2026-11-01T08:00:00Z",
    }),
  );

export const USAGE: readonly Operation[] = [
  {
    id: "getUsage",
    method: "GET",
    path: "/usage",
    summary: "CPU, memory and disk that the user's machines used, by day and by machine, and their cost.",
    query: object({
      from: day("The first day, in UTC (`2026-11-01`), or a time (RFC 3339); the default is the first of the month."),
      to: day("The last day, or a time; the default is now. At most a year after `from`."),
      machine: Type.Optional(id("the only machine to include")),
    }),
    answers: { 200: Usage },
    errors: [],
    example: {},
  },
];
