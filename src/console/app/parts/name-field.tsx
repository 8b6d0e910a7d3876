/** The field for the name of an object. */
import { text } from "../text/index.ts";
import { Field } from "./field.tsx";

interface NameFieldProps {
  readonly fault: string | undefined;
  readonly hint?: string;
  readonly value?: string;
}

export function NameField({ fault, hint, value = "" }: NameFieldProps) {
  return (
    <Field label={text.value.common.name} hint={hint} fault={fault} required>
      {(attributes) => <input {...attributes} name="name" maxLength={128} autocomplete="off" defaultValue={value} />}
    </Field>
  );
}
