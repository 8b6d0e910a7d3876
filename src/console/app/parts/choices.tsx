/** Several boxes, or a choice of a few words, with one name. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { text } from "../text/index.ts";

interface ChoicesProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly required?: boolean | undefined;
  readonly children: ComponentChildren;
}

/** A group of boxes or buttons. */
export function Choices({ label, hint, fault, required = false, children }: ChoicesProps) {
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

interface BoxProps {
  readonly name: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ComponentChildren;
  readonly faulty?: boolean;
}

/** One box with its text. */
export function Box({ name, checked, onChange, children, faulty = false }: BoxProps) {
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

interface WordsProps {
  readonly name: string;
  readonly value: string;
  /** Values and what is shown for them. */
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
  readonly faulty?: boolean;
}

/** One of a few words, side by side. */
export function Words({ name, value, options, onChange, faulty = false }: WordsProps) {
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
