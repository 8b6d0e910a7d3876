/** The inputs of a template: those of a group together. */
import type { Input } from "../../model.ts";
import { text } from "../../text/index.ts";
import { InputField } from "./input-field.tsx";
import type { InputValue, Values } from "./values.ts";

interface InputsProps {
  readonly inputs: readonly Input[];
  readonly values: Values["inputs"];
  readonly onChange: (name: string, value: InputValue) => void;
  readonly fault: (field: string) => string | undefined;
}

/** Longer words of a group begin with a capital: SITE is Site, and DB stays DB. */
const SHORT = 3;
function titleOf(group: string): string {
  return group.length <= SHORT ? group : group.charAt(0) + group.slice(1).toLowerCase();
}

/** In the order of the template; what belongs to no group comes first. */
export function groupsOf(inputs: readonly Input[]): readonly (readonly [string | null, readonly Input[]])[] {
  const groups = [null, ...new Set(inputs.flatMap(({ group }) => group ?? []))];
  return groups
    .map((group) => [group, inputs.filter((input) => input.group === group)] as const)
    .filter(([, members]) => members.length > 0);
}

export function Inputs({ inputs, values, onChange, fault }: InputsProps) {
  return (
    <>
      {groupsOf(inputs).map(([group, members]) => (
        <fieldset key={group ?? ""} class="card form-card">
          <legend class="form-title">{group === null ? text.value.newMachine.inputs : titleOf(group)}</legend>
          <div class="form-grid">
            {members.map((input) => (
              <InputField
                key={input.name}
                input={input}
                value={values[input.name] ?? ""}
                onChange={(value) => onChange(input.name, value)}
                fault={fault(`/inputs/${input.name}`)}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </>
  );
}
