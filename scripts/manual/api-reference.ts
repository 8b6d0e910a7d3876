/** The manual's tables of the JSON API: its operations, and the documents of requests. */
import type { TSchema } from "@sinclair/typebox";
import { ACTION_RULES, MACHINE_STATE } from "../../src/cloud/self-service/machine-states.ts";
import { BASE_PATH } from "../../src/dialects/json/base-path.ts";
import { OPERATIONS } from "../../src/dialects/json/operations/index.ts";
import { markdownTable, withSection } from "./markdown.ts";

const code = (text: string): string => `\`${text}\``;

function operations(): string {
  const rows = OPERATIONS.map(({ method, path, summary }) => [code(`${method} ${BASE_PATH}${path}`), summary]);
  return markdownTable(["operation", "meaning"], rows);
}

/** The values of a member, in a few words. */
function kindOf(schema: TSchema): string {
  const { type, anyOf, items, minimum, maximum } = schema;
  if (Array.isArray(anyOf)) {
    const parts = anyOf as TSchema[];
    if (parts.every((part) => part.const !== undefined))
      return parts.map((part) => code(String(part.const))).join(", ");
    return [...new Set(parts.map(kindOf))].join(" or ");
  }
  if (type === "array") return `list of ${kindOf(items as TSchema)}`;
  const words: Readonly<Record<string, string>> = { integer: "whole number", string: "text", boolean: "true or false" };
  const range = [minimum === undefined ? "" : `from ${minimum}`, maximum === undefined ? "" : `to ${maximum}`];
  const limits = range.filter((part) => part !== "").join(" ");
  return [words[String(type)] ?? String(type), limits].filter((part) => part !== "").join(", ");
}

function requests(): string {
  const sections = OPERATIONS.filter(({ body }) => body?.properties !== undefined).map(({ id, method, path, body }) => {
    const required: readonly string[] = body?.required ?? [];
    const members = Object.entries((body?.properties ?? {}) as Readonly<Record<string, TSchema>>);
    const rows = members.map(([name, schema]) => [
      code(name),
      kindOf(schema),
      required.includes(name) ? "yes" : "",
      schema.description ?? "",
    ]);
    return `### ${id}\n\n${code(`${method} ${BASE_PATH}${path}`)}\n\n${markdownTable(["member", "value", "required", "meaning"], rows)}`;
  });
  return sections.join("\n\n");
}

function states(): string {
  const active = ["ACTIVE", "`starting`, `running`, `stopping`, `failed` or `unknown`, by LCM_STATE"] as const;
  const rows = Object.entries(MACHINE_STATE).map(([state, shown]) => [state, code(shown)]);
  return markdownTable(["OpenNebula's state", "state"], [...rows, [...active]]);
}

function actions(): string {
  const rows = Object.entries(ACTION_RULES)
    .filter(([word]) => word !== "delete")
    .map(([word, { from, action, force, needsAdmin }]) => [
      code(word),
      action === undefined ? "retry of the failed step" : code(action),
      force === undefined ? "" : code(force),
      `${from.join(", ")}${needsAdmin === true ? " and every failure; needs ADMIN right" : ""}`,
    ]);
  return markdownTable(["word", "OpenNebula's action", "with force", "possible from"], rows);
}

/** The page with its tables; undefined when it has no place for them. */
export function withApiTables(page: string): string | undefined {
  const tables = {
    "api-operations": operations(),
    "api-states": states(),
    "api-actions": actions(),
    "api-requests": requests(),
  };
  let text: string | undefined = page;
  for (const [name, table] of Object.entries(tables))
    text = text === undefined ? undefined : withSection(text, name, table);
  return text;
}
