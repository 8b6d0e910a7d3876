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
    default: nullable(text("The value that is used when none is sent, as text.")),
    group: nullable(text("Inputs of the same group belong together.")),
  },
  "A value that a template asks of the person who makes a machine from it.",
);

const TemplateDisk = object(
  "TemplateDisk",
  { image: nullable(Reference), sizeMiB: nullable(mebibytes("Size")) },
  "A disk of the machines that are made of the template.",
);

export const Template = object(
  "Template",
  {
    id: id("the template"),
    name: Type.String(),
    description: nullable(Type.String()),
    logo: nullable(text("LOGO as the template has it: a path or URL.")),
    cpu: nullable(Type.Number()),
    vcpu: nullable(Type.Integer()),
    memoryMiB: nullable(mebibytes("Memory")),
    disks: Type.Array(TemplateDisk),
    networks: Type.Array(Type.Object({ network: nullable(Reference) }, { additionalProperties: false })),
    inputs: Type.Array(Input),
    owner: Reference,
    createdAt: time("When it was registered"),
  },
  "A VM template that the user may use.",
);

export const Templates = listOf(Template, "Templates");

export const Size = object(
  "Size",
  {
    name: Type.String(),
    cpu: nullable(Type.Number({ description: "Fixed share of a physical CPU; null where the request decides." })),
    memoryMiB: nullable(mebibytes("Fixed memory; null where the request decides")),
    cpuMax: nullable(Type.Number({ description: "The most that a request may ask for." })),
    memoryMaxMiB: nullable(mebibytes("The most that a request may ask for")),
  },
  "A size of machines (VM_TYPE).",
);

export const Sizes = object("Sizes", { items: Type.Array(Size) }, "All sizes.");
