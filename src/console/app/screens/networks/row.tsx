/** One network of the list, with the addresses that the user's machines have of it. */
import { useId } from "preact/hooks";
import { networkOf } from "../../data/networks.ts";
import { isMine, mayChange } from "../../data/ownership.ts";
import { number } from "../../format.ts";
import { useLive } from "../../live.ts";
import type { Network } from "../../model.ts";
import { Bar, type Column, Copy, ErrorNote, Loading, Menu, Table } from "../../parts/index.ts";
import { href } from "../../router.ts";
import { text } from "../../text/index.ts";

type Lease = NonNullable<Network["leases"]>[number];

function Leases({ id, name }: Pick<Network, "id" | "name">) {
  const { data, error, refresh } = useLive(networkOf(id));
  const { networks: texts } = text.value;
  const leases = data.value?.leases;
  if (leases === undefined || leases === null) {
    return error.value === undefined ? <Loading /> : <ErrorNote error={error.value} retry={() => void refresh()} />;
  }
  if (leases.length === 0) return <p class="muted">{texts.noLeases}</p>;
  const columns: Column<Lease>[] = [
    {
      label: texts.machine,
      cell: ({ machine }) => <a href={href(`/machines/${machine.id}`)}>{machine.name}</a>,
    },
    {
      label: texts.addresses,
      cell: ({ addresses }) => (
        <div class="row-addresses">
          {addresses.map((address) => (
            <Copy key={address} value={address} />
          ))}
        </div>
      ),
    },
    { label: texts.mac, cell: ({ mac }) => mac },
  ];
  return (
    <Table
      label={texts.leasesOf(name)}
      columns={columns}
      rows={leases}
      keyOf={({ machine, mac, addresses }) => `${machine.id} ${mac} ${addresses.join()}`}
    />
  );
}

interface RowProps {
  readonly network: Network;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onRename: () => void;
  readonly onDelete: () => void;
}

export function NetworkRow({ network, open, onOpen, onRename, onDelete }: RowProps) {
  const { networks: texts, common, machines } = text.value;
  const { id, name, description, state, error, ranges, addresses, owner, parent } = network;
  const details = useId();
  const { total, used, free } = addresses;
  return (
    <li class="thing">
      <div class="thing-name">
        <span class="name">{name}</span>
        <div class="row-about">
          {description !== null && description !== "" && <span>{description}</span>}
          {ranges.map(({ id: range, first, size }) => (
            <span key={range}>{first === null ? texts.rangeOf(size) : texts.range(first, size)}</span>
          ))}
          {parent !== null && <span>{texts.reserved}</span>}
          {!isMine(network) && <span>{machines.owner(owner.name)}</span>}
        </div>
        {state !== "ready" && (
          <p class={`small ${state === "failed" ? "fault" : "muted"}`}>
            {texts.states[state]}
            {error !== null && `: ${error}`}
          </p>
        )}
      </div>
      <Bar
        label={texts.addresses}
        value={texts.used(number(used), number(total))}
        left={texts.free(number(free))}
        part={total === 0 ? undefined : used / total}
      />
      <div class="thing-actions">
        <button
          type="button"
          class="button plain"
          aria-expanded={open}
          aria-controls={details}
          aria-label={texts.leasesOf(name)}
          onClick={() => onOpen(!open)}
        >
          {texts.leases}
        </button>
        {mayChange(network) && (
          <Menu
            label={machines.actionsOf(name)}
            items={[
              { label: common.rename, onClick: onRename },
              { label: common.delete, danger: true, onClick: onDelete },
            ]}
          />
        )}
      </div>
      <div id={details} class="thing-details" hidden={!open}>
        {open && <Leases id={id} name={name} />}
      </div>
    </li>
  );
}
