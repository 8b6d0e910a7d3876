/**
 * USER_INPUTS of a VM template: `NAME="M|type|description|parameters|default"`, with M for mandatory and O for
 * optional; the last two parts may be left out. Source: OpenNebula's documentation "VM Templates", section "User
 * Inputs".
 */

export interface InputSource {
  readonly name: string;
  readonly mandatory: boolean;
  /** `text`, `range`, ...; "" where it is left out. */
  readonly type: string;
  readonly description: string;
  /** `a,b,c` of a list, `min..max` of a range; "" for none. */
  readonly parameters: string;
  /** The default value; "" for none. */
  readonly initial: string;
}

function sourceOf([name, text]: readonly [string, string]): InputSource {
  const [need = "", type = "", description = "", parameters = "", ...rest] = text.split("|");
  return {
    name,
    mandatory: /^\s*M\s*$/i.test(need),
    type: type.trim(),
    description: description.trim(),
    parameters: parameters.trim(),
    // A default may hold the separator.
    initial: rest.join("|").trim(),
  };
}

/**
 * The inputs that a template declares.
 * @param inputs the vector USER_INPUTS.
 * @param order INPUTS_ORDER: names with commas between them; it may name some of them only, or none.
 */
export function inputSources(inputs: ReadonlyMap<string, string>, order = ""): InputSource[] {
  const rank = new Map(order.split(",").map((name, index) => [name.trim(), index] as const));
  const at = ({ name }: InputSource): number => rank.get(name) ?? rank.size;
  return [...inputs].map(sourceOf).toSorted((a, b) => at(a) - at(b));
}

/** The values of a machine's inputs that are passwords: oned keeps them, with the declarations, in USER_TEMPLATE. */
export function passwordsIn(inputs: ReadonlyMap<string, string>, values: ReadonlyMap<string, string>): string[] {
  const names = [...inputs].map(sourceOf).filter(({ type }) => type.toLowerCase() === "password");
  return names.flatMap(({ name }) => values.get(name) || []);
}
