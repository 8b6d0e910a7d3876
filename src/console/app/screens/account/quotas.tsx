/** All quotas, the user's beside the group's: of each pair the one that leaves less is marked. */
import type { ComponentChildren } from "preact";
import { images } from "../../data/images.ts";
import { me } from "../../data/me.ts";
import { networks } from "../../data/networks.ts";
import { mebibytes, number } from "../../format.ts";
import { useLive } from "../../live.ts";
import type { Quota, Quotas } from "../../model.ts";
import { type Column, Table } from "../../parts/index.ts";
import { text } from "../../text/index.ts";

type Format = (value: number) => string;

interface Line {
  readonly key: string;
  readonly label: ComponentChildren;
  readonly quota: Quota;
  readonly format: Format;
}

/** The share that leaves less; undefined when there is no limit at all. */
export function narrower({ user, group }: Quota): "user" | "group" | undefined {
  if (user.left === null) return group.left === null ? undefined : "group";
  return group.left === null || user.left <= group.left ? "user" : "group";
}

/** The list is read for the names only where there is such a quota. */
function OfNetwork({ id }: { readonly id: number }) {
  const { value } = useLive(networks).data;
  return <>{text.value.account.networkLeases(value?.find((one) => one.id === id)?.name ?? String(id))}</>;
}

function OfImage({ id }: { readonly id: number }) {
  const { value } = useLive(images).data;
  return <>{text.value.account.imageMachines(value?.find((one) => one.id === id)?.name ?? String(id))}</>;
}

function linesOf(quotas: Quotas): Line[] {
  const { account, quotas: words } = text.value;
  const one = (key: string, label: ComponentChildren, quota: Quota, format: Format = number): Line => ({
    key,
    label,
    quota,
    format,
  });
  return [
    one("machines", words.machines, quotas.machines),
    one("running", account.running, quotas.runningMachines),
    one("cpu", words.cpu, quotas.cpu),
    one("runningCpu", account.runningCpu, quotas.runningCpu),
    one("memory", words.memory, quotas.memoryMiB, mebibytes),
    one("runningMemory", account.runningMemory, quotas.runningMemoryMiB, mebibytes),
    one("disk", words.disk, quotas.systemDiskMiB, mebibytes),
    ...quotas.datastores.flatMap(({ id, images, sizeMiB }) => [
      one(`d${id}i`, account.datastoreImages(id), images),
      one(`d${id}s`, account.datastoreSize(id), sizeMiB, mebibytes),
    ]),
    ...quotas.networks.map(({ id, leases }) => one(`n${id}`, <OfNetwork id={id} />, leases)),
    ...quotas.images.map(({ id, machines }) => one(`i${id}`, <OfImage id={id} />, machines)),
  ];
}

/** Left out: what has no limit and is not used. */
const isRelevant = ({ quota }: Line): boolean =>
  narrower(quota) !== undefined || quota.user.used !== 0 || quota.group.used !== 0;

function Share({ line: { quota, format }, of }: { readonly line: Line; readonly of: "user" | "group" }) {
  const { quotas } = text.value;
  const { used, limit, left } = quota[of];
  if (limit === null) {
    return (
      <span>
        {quotas.usedOnly(format(used))} <span class="muted small">{quotas.unlimited}</span>
      </span>
    );
  }
  const isNarrow = narrower(quota) === of;
  return (
    <span class={isNarrow ? "narrower" : ""}>
      {quotas.used(format(used), format(limit))}
      {isNarrow && <span class={`tag${left === 0 ? " full" : ""}`}>{quotas.left(format(left ?? 0))}</span>}
    </span>
  );
}

export function AllQuotas() {
  const { data } = useLive(me);
  const { account } = text.value;
  const { value } = data;
  if (value === undefined) return null;
  const columns: Column<Line>[] = [
    { label: account.what, cell: ({ label }) => label },
    { label: account.ofYou, cell: (line) => <Share line={line} of="user" /> },
    { label: account.ofGroup(value.group.name), cell: (line) => <Share line={line} of="group" /> },
  ];
  return (
    <section class="card section" aria-labelledby="quotas">
      <h2 id="quotas">{account.quotas}</h2>
      <p class="muted">{account.quotasNote}</p>
      <Table
        label={account.quotas}
        columns={columns}
        rows={linesOf(value.quotas).filter(isRelevant)}
        keyOf={({ key }) => key}
      />
    </section>
  );
}
