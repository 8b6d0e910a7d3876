/** Machines by name, each a link; those that the user cannot see are counted. */
import { machines } from "../data/machines.ts";
import { useLive } from "../live.ts";
import { href } from "../router.ts";
import { text } from "../text/index.ts";

export function MachineLinks({ ids }: { readonly ids: readonly number[] }) {
  const { value } = useLive(machines).data;
  const { common } = text.value;
  const known = (value ?? []).filter(({ id }) => ids.includes(id));
  const others = ids.length - known.length;
  return (
    <ul class="links">
      {known.map(({ id, name }) => (
        <li key={id}>
          <a href={href(`/machines/${id}`)}>{name}</a>
        </li>
      ))}
      {others > 0 && value !== undefined && <li class="muted">{common.machinesOfOthers(others)}</li>}
    </ul>
  );
}
