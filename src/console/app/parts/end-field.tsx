/** The field for the end of a machine: never, in some days, or at a date. */
import { useId, useState } from "preact/hooks";
import { dateTime } from "../format.ts";
import { text } from "../text/index.ts";
import { Field } from "./field.tsx";

const DAY_MS = 86_400_000;
const DAYS = { day: 1, week: 7, month: 30 } as const;
type Choice = "never" | keyof typeof DAYS | "date";
const CHOICES: readonly Choice[] = ["never", "day", "week", "month", "date"];

interface EndFieldProps {
  readonly value: Date | undefined;
  readonly onChange: (value: Date | undefined) => void;
  readonly fault?: string | undefined;
}

/** A time as `datetime-local` has it: local, without seconds. */
function local(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function EndField({ value, onChange, fault }: EndFieldProps) {
  const { end } = text.value;
  const id = useId();
  const [choice, setChoice] = useState<Choice>(value === undefined ? "never" : "date");
  const choose = (next: Choice): void => {
    setChoice(next);
    if (next === "never") onChange(undefined);
    else if (next !== "date") onChange(new Date(Date.now() + DAYS[next] * DAY_MS));
    else onChange(value ?? new Date(Date.now() + DAY_MS));
  };
  const hint = value === undefined ? end.neverHint : end.hint(dateTime(value));
  return (
    <Field label={end.label} hint={hint} fault={fault}>
      {(attributes) => (
        <div class="end-field">
          <select
            {...attributes}
            name="ends"
            value={choice}
            onChange={(event) => choose(CHOICES.find((one) => one === event.currentTarget.value) ?? "never")}
          >
            {CHOICES.map((one) => (
              <option key={one} value={one}>
                {end[one]}
              </option>
            ))}
          </select>
          {choice === "date" && (
            <input
              id={`${id}-date`}
              type="datetime-local"
              name="endsAt"
              aria-label={end.dateLabel}
              aria-invalid={fault === undefined ? undefined : "true"}
              min={local(new Date())}
              value={value === undefined ? "" : local(value)}
              onChange={({ currentTarget }) =>
                onChange(currentTarget.value === "" ? undefined : new Date(currentTarget.value))
              }
            />
          )}
        </div>
      )}
    </Field>
  );
}
