/** A field for an input of a template, by its type. */
import { useState } from "preact/hooks";
import { number } from "../../format.ts";
import type { Input } from "../../model.ts";
import { Checkbox, FieldGroup, RadioButtons } from "../../parts/choices.tsx";
import { Button, Field } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { type InputValue, numberIn } from "./values.ts";

interface InputFieldProps {
  readonly input: Input;
  readonly value: InputValue;
  readonly onChange: (value: InputValue) => void;
  readonly fault: string | undefined;
}

const SIZES = ["CPU", "MEMORY", "VCPU"] as const;

/** The label from the template, or a label of ours for the inputs that set the size of the machine. */
function labelOf({ name, description }: Input): string {
  const size = SIZES.find((one) => one === name);
  return description ?? (size === undefined ? name : text.value.newMachine.sizeInputs[size]);
}

/** Which numbers there can be. */
function rangeText({ minimum, maximum }: Input): string | undefined {
  const { newMachine } = text.value;
  return minimum === null || maximum === null ? undefined : newMachine.range(number(minimum), number(maximum));
}

type Attributes = Parameters<Parameters<typeof Field>[0]["children"]>[0];

interface ControlProps {
  readonly attributes: Attributes;
  readonly input: Input;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function PasswordControl({ attributes, input, value, onChange }: ControlProps) {
  const [shown, setShown] = useState(false);
  const { newMachine } = text.value;
  return (
    <div class="with-button">
      <input
        {...attributes}
        {...(shown ? ({ type: "text" } as const) : ({ type: "password" } as const))}
        name={input.name}
        autocomplete="new-password"
        spellcheck={false}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <Button onClick={() => setShown(!shown)}>{shown ? newMachine.hide : newMachine.show}</Button>
    </div>
  );
}

/** A slider for the mouse; the number beside it can be typed, and is what screen readers find. */
function RangeControl({ attributes, input, value, onChange }: ControlProps) {
  const { minimum, maximum, type } = input;
  return (
    <div class="with-slider">
      {minimum !== null && maximum !== null && (
        <input
          type="range"
          aria-hidden="true"
          tabIndex={-1}
          min={minimum}
          max={maximum}
          step={type === "integer" ? 1 : (maximum - minimum) / 100}
          value={Number.isNaN(numberIn(value)) ? minimum : numberIn(value)}
          onInput={(event) => onChange(String(Number(Number(event.currentTarget.value).toFixed(4))))}
        />
      )}
      <input
        {...attributes}
        name={input.name}
        inputMode={type === "integer" ? "numeric" : "decimal"}
        autocomplete="off"
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function SelectControl({ attributes, input, value, onChange }: ControlProps) {
  const hasEmpty = input.default === null;
  return (
    <select {...attributes} name={input.name} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {hasEmpty && <option value="">{text.value.newMachine.choose}</option>}
      {(input.options ?? []).map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}

function Control(props: ControlProps) {
  const { attributes, input, value, onChange } = props;
  switch (input.type) {
    case "password":
      return <PasswordControl {...props} />;
    case "integer":
    case "number":
      return <RangeControl {...props} />;
    case "choice":
      return <SelectControl {...props} />;
    case "text64":
      return (
        <textarea
          {...attributes}
          name={input.name}
          rows={4}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <input
          {...attributes}
          name={input.name}
          autocomplete="off"
          readOnly={input.type === "fixed"}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

function SeveralField({ input, value, onChange, fault }: InputFieldProps) {
  const chosen = typeof value === "string" ? [] : value;
  const options = input.options ?? [];
  return (
    <FieldGroup label={labelOf(input)} fault={fault} required={input.required}>
      <div class="boxes">
        {options.map((option) => (
          <Checkbox
            key={option}
            name={input.name}
            checked={chosen.includes(option)}
            faulty={fault !== undefined}
            onChange={(checked) => onChange(options.filter((one) => (one === option ? checked : chosen.includes(one))))}
          >
            {option}
          </Checkbox>
        ))}
      </div>
    </FieldGroup>
  );
}

export function InputField(props: InputFieldProps) {
  const { input, value, onChange, fault } = props;
  const { newMachine } = text.value;
  if (input.type === "choices") return <SeveralField {...props} />;
  const single = typeof value === "string" ? value : "";
  if (input.type === "boolean") {
    return (
      <FieldGroup label={labelOf(input)} fault={fault} required={input.required}>
        <RadioButtons
          name={input.name}
          value={single}
          faulty={fault !== undefined}
          options={[
            ["YES", newMachine.yes],
            ["NO", newMachine.no],
          ]}
          onChange={onChange}
        />
      </FieldGroup>
    );
  }
  const hint = input.type === "fixed" ? newMachine.fixed : rangeText(input);
  return (
    <Field label={labelOf(input)} hint={hint} fault={fault} required={input.required && input.type !== "fixed"}>
      {(attributes) => <Control attributes={attributes} input={input} value={single} onChange={onChange} />}
    </Field>
  );
}
