/** VM templates that machines are made of, as the JSON API describes them. */
import { readApi, readApiList } from "./api.ts";
import type { Context } from "./context.ts";
import { idAmong } from "./lookup.ts";

export interface TemplateInput {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string | null;
  readonly options: readonly string[] | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly default: string | null;
  readonly group: string | null;
}

interface Reference {
  readonly id: number;
  readonly name: string;
}

export interface Template {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  readonly cpu: number | null;
  readonly vcpu: number | null;
  readonly memoryMiB: number | null;
  readonly disks: readonly { readonly image: Reference | null; readonly sizeMiB: number | null }[];
  readonly networks: readonly { readonly network: Reference | null }[];
  readonly inputs: readonly TemplateInput[];
  readonly owner: Reference;
  readonly createdAt: string;
}

const WHAT = "templates";

/** Those that the user may use. @throws OcciError SERVER_TOO_OLD, or as the server refuses. */
export function readTemplates(context: Context): Promise<Template[]> {
  return readApiList<Template>(context, "/templates", WHAT);
}

/** One by id or name. @throws OcciError NOT_FOUND with names that are like it, AMBIGUOUS_NAME, SERVER_TOO_OLD. */
export async function readTemplate(context: Context, typed: string): Promise<Template> {
  if (/^\d+$/.test(typed)) return readApi<Template>(context, `/templates/${typed}`, WHAT);
  const list = await readTemplates(context);
  const id = await idAmong({ noun: "template", program: "occi-template" }, typed, list);
  const found = list.find((template) => String(template.id) === id);
  return found ?? readApi<Template>(context, `/templates/${id}`, WHAT);
}
