/** Inputs of VM templates as attributes of their os_tpl mixins: `org.opennebula.input.NAME`. */
import type { AttributeDefinition, Attributes, Value } from "../../../dialects/ogf/index.ts";
import type { TemplateInput } from "../../../model.ts";
import { type InputValue, type InputWords, inputsOf, shownInput } from "../../inputs.ts";

const PREFIX = "org.opennebula.input.";

/** The prefix of inputs in this dialect. */
export const INPUT_WORDS: InputWords = {
  subject: (name) => `The attribute "${PREFIX}${name}"`,
  listed: (name) => `${PREFIX}${name}`,
};

const TYPES: Readonly<Record<TemplateInput["type"], AttributeDefinition["type"]>> = {
  text: "string",
  text64: "string",
  password: "string",
  integer: "integer",
  number: "number",
  choice: "string",
  choices: "string",
  boolean: "boolean",
  fixed: "string",
};

/** A default in the type of its attribute; one that is not of that type is left out. */
function defaultOf({ type, default: initial }: TemplateInput): Value | undefined {
  if (initial === undefined) return undefined;
  if (type === "boolean") return /^(?:yes|true|1)$/i.test(initial);
  if (type !== "integer" && type !== "number") return initial;
  const value = Number(initial);
  return Number.isFinite(value) ? value : undefined;
}

/** The options of an input that takes several of them have no place but its description. */
function descriptionOf({ type, description, options = [] }: TemplateInput): string | undefined {
  if (type !== "choices") return description;
  const several = `Some of ${options.join(", ")}, with commas between them`;
  return description === undefined ? several : `${description} (${several})`;
}

function definitionOf(input: TemplateInput): AttributeDefinition {
  const initial = defaultOf(input);
  const description = descriptionOf(input);
  return {
    name: PREFIX + input.name,
    type: TYPES[input.type],
    mutable: input.type !== "fixed",
    required: input.required,
    ...(input.type === "choice" && { values: input.options ?? [] }),
    ...(input.minimum !== undefined && { minimum: input.minimum }),
    ...(input.maximum !== undefined && { maximum: input.maximum }),
    ...(initial !== undefined && { default: initial }),
    ...(description !== undefined && { description }),
  };
}

/** The attributes of the inputs that a template declares; the default of a password is shown to nobody. */
export function inputDefinitions(template: Parameters<typeof inputsOf>[0]): readonly AttributeDefinition[] {
  return inputsOf(template).map(shownInput).map(definitionOf);
}

/** Whether a request says something of inputs. */
export function namesInputs(attributes: Attributes): boolean {
  return [...attributes.keys()].some((name) => name.startsWith(PREFIX));
}

/** The values for inputs in a request, by the names that OpenNebula has for them. */
export function inputValues(attributes: Attributes): Readonly<Record<string, InputValue>> {
  const sent = [...attributes].filter(([name]) => name.startsWith(PREFIX));
  return Object.fromEntries(sent.map(([name, value]) => [name.slice(PREFIX.length), value as InputValue]));
}
