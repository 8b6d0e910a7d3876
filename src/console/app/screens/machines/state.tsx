/** The state of a machine: a word and a colour, what is happening, and why it failed. */
import type { Machine } from "../../model.ts";
import { text } from "../../text/index.ts";

export function State({
  machine: { state, message, error },
}: {
  readonly machine: Pick<Machine, "state" | "message" | "error">;
}) {
  // OpenNebula's word for the work is that of the state at times.
  const work = message?.toLowerCase() === state ? null : message;
  return (
    <div class={`state ${state}`}>
      <span class="state-word">{text.value.machines.states[state]}</span>
      {work !== null && <span class="state-message">{work}</span>}
      {error !== null && <span class="state-error">{error}</span>}
    </div>
  );
}
