/** `list` and `show` of VM templates. */
import type { Arguments } from "../../terminal/command.ts";
import { complain, print } from "../../terminal/output.ts";
import { openContext } from "../context.ts";
import { type DataColumn, dataFormat, dataTable, dataText, fieldLines, heading } from "../format/data.ts";
import { mebibytesText } from "../format/units.ts";
import { readTemplate, readTemplates, type Template, type TemplateInput } from "../templates.ts";

const numberText = (value: number | null): string => (value === null ? "" : String(value));
const memoryText = (value: number | null): string => (value === null ? "" : mebibytesText(value));

/** `7, 3 required`: those that have to be sent. */
function inputsText({ inputs }: Template): string {
  const open = inputs.filter(needsValue).length;
  return inputs.length === 0 ? "" : `${inputs.length}${open > 0 ? `, ${open} required` : ""}`;
}

function needsValue({ required, default: initial, type }: TemplateInput): boolean {
  return required && initial === null && type !== "fixed";
}

const COLUMNS: readonly DataColumn<Template>[] = [
  { title: "ID", right: true, text: ({ id }) => String(id) },
  { title: "NAME", cuttable: "then", text: ({ name }) => name },
  { title: "CPU", right: true, text: ({ cpu }) => numberText(cpu) },
  { title: "MEMORY", right: true, text: ({ memoryMiB }) => memoryText(memoryMiB) },
  { title: "INPUTS", text: inputsText },
  { title: "OWNER", only: "wide", text: ({ owner }) => owner.name },
  { title: "DESCRIPTION", cuttable: "first", text: ({ description }) => description ?? "" },
];

/** The values of an input: `1024 to 49151`, `a, b, c`. */
function valuesText({ options, minimum, maximum, type }: TemplateInput): string {
  if (options !== null) return options.join(", ");
  if (minimum !== null && maximum !== null) return `${minimum} to ${maximum}`;
  return type === "boolean" ? "yes, no" : "";
}

const INPUT_COLUMNS: readonly DataColumn<TemplateInput>[] = [
  { title: "INPUT", text: ({ name }) => name },
  { title: "TYPE", text: ({ type }) => type },
  { title: "REQUIRED", text: ({ required }) => (required ? "yes" : "") },
  { title: "VALUES", cuttable: "then", text: valuesText },
  { title: "DEFAULT", cuttable: "then", text: (input) => input.default ?? "" },
  { title: "DESCRIPTION", cuttable: "first", text: ({ description }) => description ?? "" },
];

export async function list(args: Arguments): Promise<number> {
  const context = openContext(args);
  const format = dataFormat(context, "Templates");
  const templates = await readTemplates(context);
  if (format === "json" || format === "yaml") print(dataText(templates, format));
  else if (format === "id") print(templates.map(({ id }) => `${id}\n`).join(""));
  else if (templates.length > 0) print(`${dataTable(COLUMNS, templates, format, context).join("\n")}\n`, true);
  if (templates.length === 0 && process.stderr.isTTY) complain("There is no template.");
  return 0;
}

export async function show(args: Arguments): Promise<number> {
  const context = openContext(args);
  const format = dataFormat(context, "Templates");
  const template = await readTemplate(context, args.words[0] ?? "");
  if (format === "json" || format === "yaml") print(dataText(template, format));
  else if (format === "id") print(`${template.id}\n`);
  else {
    const { id, name, description, cpu, vcpu, memoryMiB, disks, networks, owner, inputs } = template;
    const lines = fieldLines(
      [
        ["ID", String(id)],
        ["NAME", name],
        ["DESCRIPTION", description ?? ""],
        ["CPU", numberText(cpu)],
        ["VCPU", numberText(vcpu)],
        ["MEMORY", memoryText(memoryMiB)],
        ["DISKS", disks.map(({ image, sizeMiB }) => image?.name ?? memoryText(sizeMiB)).join(", ")],
        ["NETWORKS", networks.map(({ network }) => network?.name ?? "").join(", ")],
        ["OWNER", owner.name],
      ],
      context,
    );
    const table = dataTable(INPUT_COLUMNS, inputs, format, context);
    const more = table.length === 0 ? [] : [...heading("INPUTS", context), ...table];
    print(`${[...lines, ...more].join("\n")}\n`, true);
  }
  return 0;
}
