/** VM templates with their inputs, and sizes. */
import { Type } from "@sinclair/typebox";
import { id, listOf, mebibytes, nullable, object, Reference, text, time, words } from "./parts.ts";

export const Input = object(
  "Input",
  {
    name: Type.String(),
    type: words(["text", "text64", "password", "integer", "number", "choice", "choices", "boolean", "fixed"]),
    required: Type.Boolean(),
    description: nullable(Type.String()),
    options: nullable(Type.Array(Type.String(), { description: "Of `choice` and `choices`." })),
    minimum: nullable(Type.Number()),
    maximum: nullable(Type.Number()),
    default: nullable(text("The default value, as text.")),
    group: nullable(text("Inputs of the same group belong together.")),
  },
  "A value that a template requires of the person who creates a machine from it.",
);

const TemplateDisk = object(
  "TemplateDisk",
  { image: nullable(Reference), sizeMiB: nullable(mebibytes("Size")) },
  "A disk of the machines created from the template.",
);

export const Template = object(
  "Template",
  {
    id: id("the template"),
    name: Type.String(),
    description: nullable(Type.String()),
    logo: nullable(text("LOGO of the template: a path or URL.")),
    cpu: nullable(Type.Number()),
    vcpu: nullable(Type.Integer()),
    memoryMiB: nullable(mebibytes("Memory")),
    disks: Type.Array(TemplateDisk),
    networks: Type.Array(Type.Object({ network: nullable(Reference) }, { additionalProperties: false })),
    inputs: Type.Array(Input),
    owner: Reference,
    createdAt: time("When it was registered"),
  },
  "A VM template that the user can use.",
);

export const Templates = listOf(Template, "Templates");

export const Size = object(
  "Size",
  {
    name: Type.String(),
    cpu: nullable(Type.Number({ description: "Fixed share of a physical CPU; null if the request sets it." })),
    memoryMiB: nullable(mebibytes("Fixed memory; null if the request sets it")),
    cpuMax: nullable(Type.Number({ description: "The largest value that a request can set." })),
    memoryMaxMiB: nullable(mebibytes("The largest value that a request can set")),
  },
  "A size of machines (VM_TYPE).",
);

export const Sizes = object("Sizes", { items: Type.Array(Size) }, "All sizes.");
