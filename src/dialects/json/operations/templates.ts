/** VM templates and sizes. */
import { Sizes, Template, Templates } from "../schemas/templates.ts";
import { after, limit, MACHINE_FILTERS, OBJECT_ERRORS, type Operation, object } from "./operation.ts";

export const TEMPLATES: readonly Operation[] = [
  {
    id: "listSizes",
    method: "GET",
    path: "/sizes",
    summary: "The sizes of machines.",
    answers: { 200: Sizes },
    errors: [],
    example: {},
  },
  {
    id: "listTemplates",
    method: "GET",
    path: "/templates",
    summary: "The VM templates that the user can use.",
    query: object({ limit, after, name: MACHINE_FILTERS.name, mine: MACHINE_FILTERS.mine }),
    answers: { 200: Templates },
    errors: [],
    example: {},
  },
  {
    id: "getTemplate",
    method: "GET",
    path: "/templates/{id}",
    summary: "A VM template with its inputs.",
    answers: { 200: Template },
    errors: OBJECT_ERRORS,
    example: { params: { id: "0" } },
  },
];
