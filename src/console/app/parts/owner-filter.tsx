/** Chooses between the user's own objects and all objects. */
import { text } from "../text/index.ts";

interface OwnerFilterProps {
  readonly mine: boolean;
  readonly onChange: (mine: boolean) => void;
}

export function OwnerFilter({ mine, onChange }: OwnerFilterProps) {
  const { machines, common } = text.value;
  return (
    <fieldset class="choice">
      <legend class="unseen">{common.whose}</legend>
      {[true, false].map((value) => (
        <label key={String(value)}>
          <input type="radio" name="whose" checked={mine === value} onChange={() => onChange(value)} />
          <span>{value ? machines.mine : machines.all}</span>
        </label>
      ))}
    </fieldset>
  );
}
