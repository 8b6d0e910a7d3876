/** The resources that the new machines need, beside the rest of the quotas. */
import { mebibytes, number } from "../../format.ts";
import type { Quota, Quotas } from "../../model.ts";
import { text } from "../../text/index.ts";
import { narrower } from "../machines/quotas.tsx";
import type { Demand, Shortage } from "./demand.ts";

interface RowProps {
  readonly label: string;
  readonly takes: number;
  readonly quota: Quota;
  readonly format: (value: number) => string;
}

function ResourceRow({ label, takes, quota, format }: RowProps) {
  const { newMachine, quotas } = text.value;
  const { used, limit, left } = narrower(quota);
  const short = left !== undefined && takes > left + 1e-9;
  const share = (value: number): number => (limit === undefined || limit === 0 ? 0 : Math.min(1, value / limit));
  return (
    <div class={`takes-row${short ? " short" : ""}`}>
      <dt>{label}</dt>
      <dd class="takes-value">{format(takes)}</dd>
      <dd class="takes-left">{left === undefined ? quotas.unlimited : newMachine.ofLeft(format(left))}</dd>
      {limit !== undefined && (
        <dd class="takes-line" aria-hidden="true">
          <svg width="100%" height="6" aria-hidden="true">
            <rect class="bar-all" width="100%" height="6" rx="3" />
            <rect class="takes-new" width={`${share(used + takes) * 100}%`} height="6" rx="3" />
            <rect class="takes-used" width={`${share(used) * 100}%`} height="6" rx="3" />
          </svg>
        </dd>
      )}
    </div>
  );
}

export function Resources({ demand, quotas }: { readonly demand: Demand; readonly quotas: Quotas }) {
  const { quotas: labels } = text.value;
  return (
    <dl class="takes">
      <ResourceRow label={labels.machines} takes={demand.machines} quota={quotas.machines} format={number} />
      <ResourceRow label={labels.cpu} takes={demand.cpu} quota={quotas.cpu} format={number} />
      <ResourceRow label={labels.memory} takes={demand.memory} quota={quotas.memoryMiB} format={mebibytes} />
      <ResourceRow label={labels.disk} takes={demand.disk} quota={quotas.systemDiskMiB} format={mebibytes} />
    </dl>
  );
}

/** Why it does not fit, in a sentence. @param nameOf a network or image. */
export function shortageText({ resource, takes, left, id }: Shortage, nameOf: (id: number) => string): string {
  const { newMachine, quotas } = text.value;
  const isSize = resource === "memory" || resource === "disk";
  const [needed, there] = isSize ? [mebibytes(takes), mebibytes(left)] : [number(takes), number(left)];
  switch (resource) {
    case "machines":
      return newMachine.shortMachines(needed, there);
    case "addresses":
      return newMachine.shortAddresses(nameOf(id ?? 0), needed, there);
    case "image":
      return newMachine.shortImage(nameOf(id ?? 0), there);
    default:
      return newMachine.short(quotas[resource], needed, there);
  }
}
