/** The rest of the quotas: the smaller one of the user's and the group's. */
import { me } from "../../data/me.ts";
import { mebibytes, number } from "../../format.ts";
import { useLive } from "../../live.ts";
import type { Quota } from "../../model.ts";
import { Bar } from "../../parts/index.ts";
import { text } from "../../text/index.ts";

interface Shown {
  readonly used: number;
  /** Undefined for no limit. */
  readonly limit: number | undefined;
  readonly left: number | undefined;
}

/** The share that leaves less. */
export function narrower({ user, group }: Quota): Shown {
  const [first] = [user, group].filter(({ left }) => left !== null).toSorted((a, b) => (a.left ?? 0) - (b.left ?? 0));
  if (first === undefined) return { used: user.used, limit: undefined, left: undefined };
  return { used: first.used, limit: first.limit ?? undefined, left: first.left ?? undefined };
}

function QuotaBar({
  label,
  quota,
  format,
}: {
  readonly label: string;
  readonly quota: Quota;
  readonly format: (value: number) => string;
}) {
  const { quotas } = text.value;
  const { used, limit, left } = narrower(quota);
  if (limit === undefined || left === undefined) {
    return <Bar label={label} value={quotas.usedOnly(format(used))} left={quotas.unlimited} part={undefined} />;
  }
  const part = limit === 0 ? 1 : used / limit;
  return (
    <Bar label={label} value={quotas.used(format(used), format(limit))} left={quotas.left(format(left))} part={part} />
  );
}

export function QuotaBars() {
  const { data } = useLive(me);
  const { quotas } = text.value;
  const shown = data.value?.quotas;
  if (shown === undefined) return null;
  return (
    <section class="bars" aria-label={quotas.label}>
      <QuotaBar label={quotas.machines} quota={shown.machines} format={number} />
      <QuotaBar label={quotas.cpu} quota={shown.cpu} format={number} />
      <QuotaBar label={quotas.memory} quota={shown.memoryMiB} format={mebibytes} />
      <QuotaBar label={quotas.disk} quota={shown.systemDiskMiB} format={mebibytes} />
    </section>
  );
}
