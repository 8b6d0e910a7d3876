/** Groups of checkboxes or radio buttons. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { text } from "../text/index.ts";

interface FieldGroupProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly required?: boolean | undefined;
  readonly children: ComponentChildren;
}

/** A group of controls with one label. */
export function FieldGroup({ label, hint, fault, required = false, children }: FieldGroupProps) {
  const id = useId();
  const about = fault ?? hint;
  return (
    <fieldset class="field" aria-describedby={about === undefined ? undefined : id}>
      <legend>
        {label}
        {required && <span class="required"> ({text.value.common.required})</span>}
      </legend>
      {children}
      {about !== undefined && (
        <p id={id} class={fault === undefined ? "muted small" : "fault small"}>
          {about}
        </p>
      )}
    </fieldset>
  );
}

interface CheckboxProps {
  readonly name: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ComponentChildren;
  readonly faulty?: boolean;
}

/** A checkbox with its text. */
export function Checkbox({ name, checked, onChange, children, faulty = false }: CheckboxProps) {
  return (
    <label class="box">
      <input
        type="checkbox"
        name={name}
        checked={checked}
        aria-invalid={faulty ? "true" : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}

interface RadioButtonsProps {
  readonly name: string;
  readonly value: string;
  /** Values, each with its label. */
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
  readonly faulty?: boolean;
}

/** Radio buttons, side by side. */
export function RadioButtons({ name, value, options, onChange, faulty = false }: RadioButtonsProps) {
  return (
    <div class="choice">
      {options.map(([one, shown]) => (
        <label key={one}>
          <input
            type="radio"
            name={name}
            value={one}
            checked={value === one}
            aria-invalid={faulty ? "true" : undefined}
            onChange={() => onChange(one)}
          />
          <span>{shown}</span>
        </label>
      ))}
    </div>
  );
}
