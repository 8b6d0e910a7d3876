/** A panel: the same with curl and occi-compute. */
import { me } from "../../data/me.ts";
import type { Machine } from "../../model.ts";
import { Copy } from "../../parts/index.ts";
import { API, site } from "../../site.ts";
import { text } from "../../text/index.ts";
import { commandsOf } from "./commands.ts";

export function CommandsPanel({ machine }: { readonly machine: Machine }) {
  const { machine: texts, machines } = text.value;
  const { origin } = location;
  const server = { url: origin + site.prefix, api: origin + API, user: me.data.value?.name ?? "" };
  return (
    <details class="card disclosure">
      <summary>
        <h2>{texts.how}</h2>
      </summary>
      <dl class="commands">
        {commandsOf(machine.id, machine.actions, server).map(({ what, curl, client }) => (
          <div key={what}>
            <dt>{what === "show" ? texts.show : machines.actions[what]}</dt>
            <dd>
              <code>
                <Copy value={curl} />
              </code>
              <code>
                <Copy value={client} />
              </code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
