/** A field of a form: its label, its control, a hint, and the fault of its value. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { text } from "../text/index.ts";

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** The fault of the value. */
  readonly fault?: string | undefined;
  readonly required?: boolean | undefined;
  /** The control. It must take the attributes. */
  readonly children: (attributes: {
    readonly id: string;
    readonly required: boolean;
    readonly "aria-describedby": string | undefined;
    readonly "aria-invalid": "true" | undefined;
  }) => ComponentChildren;
}

export function Field({ label, hint, fault, required = false, children }: FieldProps) {
  const id = useId();
  const about = hint === undefined && fault === undefined ? undefined : `${id}-about`;
  return (
    <div class="field">
      <label for={id}>
        {label}
        {required && <span class="required"> ({text.value.common.required})</span>}
      </label>
      {children({
        id,
        required,
        "aria-describedby": about,
        "aria-invalid": fault === undefined ? undefined : "true",
      })}
      {about !== undefined && (
        <p id={about} class={fault === undefined ? "muted small" : "fault small"}>
          {fault ?? hint}
        </p>
      )}
    </div>
  );
}
