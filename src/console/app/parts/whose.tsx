/** Whether a list shows what is the user's own, or all. */
import { text } from "../text/index.ts";

interface WhoseProps {
  readonly mine: boolean;
  readonly onChange: (mine: boolean) => void;
}

export function Whose({ mine, onChange }: WhoseProps) {
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
