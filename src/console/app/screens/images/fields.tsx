/** Fields that several forms of images have. */
import type { NewImage } from "../../model.ts";
import { Field } from "../../parts/index.ts";
import { text } from "../../text/index.ts";

type ImageType = NonNullable<NewImage["type"]>;
const TYPES: readonly ImageType[] = ["os", "cdrom", "datablock"];

interface TypeFieldProps {
  readonly name: string;
  readonly value: ImageType;
  readonly onChange: (type: ImageType) => void;
}

export function TypeField({ name, value, onChange }: TypeFieldProps) {
  const { images } = text.value;
  return (
    <Field label={images.type}>
      {(attributes) => (
        <select
          {...attributes}
          name={name}
          value={value}
          onChange={(event) => onChange(TYPES.find((type) => type === event.currentTarget.value) ?? "os")}
        >
          {TYPES.map((type) => (
            <option key={type} value={type} selected={type === value}>
              {images.types[type]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface PersistentFieldProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function PersistentField({ checked, onChange }: PersistentFieldProps) {
  const { images } = text.value;
  return (
    <label class="check">
      <input
        type="checkbox"
        name="persistent"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {images.persistent}
        <span class="muted small check-hint">{images.persistentHint}</span>
      </span>
    </label>
  );
}
