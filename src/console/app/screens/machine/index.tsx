/** One machine: its state, what can be done to it, what it has and what it uses. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { machineOf } from "../../data/machine.ts";
import { useLive } from "../../live.ts";
import type { Machine } from "../../model.ts";
import { ButtonLink, Empty, ErrorNote, Loading } from "../../parts/index.ts";
import type { ScreenProps } from "../../screen-props.ts";
import { text } from "../../text/index.ts";
import { useTitle } from "../../title.ts";
import { About } from "./about.tsx";
import { CommandsPanel } from "./commands-panel.tsx";
import { Disks } from "./disks.tsx";
import { Head } from "./head.tsx";
import { Nics } from "./nics.tsx";
import { Snapshots } from "./snapshots.tsx";

/** Plots are loaded when they are opened. */
function PlotsPanel({ machine }: { readonly machine: Machine }) {
  const { machine: texts, errors } = text.value;
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<{ readonly Plots: ComponentType<{ readonly machine: Machine }> }>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!open || shown !== undefined) return;
    import("../plots.ts").then(
      ({ Plots }) => setShown({ Plots }),
      () => setFailed(true),
    );
  }, [open, shown]);
  return (
    <details class="card disclosure" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>{texts.usage}</h2>
      </summary>
      {open && failed && <p class="fault">{errors.outdated}</p>}
      {open && !failed && (shown === undefined ? <Loading /> : <shown.Plots machine={machine} />)}
    </details>
  );
}

function Gone() {
  const { machine: texts, machines, errors } = text.value;
  useTitle(texts.goneTitle);
  return (
    <>
      <h1 class="unseen">{machines.title}</h1>
      <Empty icon="machines" title={texts.goneTitle}>
        <ButtonLink to="/">{errors.home}</ButtonLink>
      </Empty>
    </>
  );
}

export default function MachineScreen({ params }: ScreenProps) {
  const { id = "" } = params;
  return /^\d+$/.test(id) ? <MachineWithId key={id} id={Number(id)} /> : <Gone />;
}

function MachineWithId({ id }: { readonly id: number }) {
  const { data, error, refresh } = useLive(machineOf(id));
  const machine = data.value;
  const failed = error.value;
  if (machine === undefined) {
    if (failed === undefined) return <Loading />;
    if (failed.status === 404) return <Gone />;
    return (
      <>
        <h1 class="unseen">{text.value.machines.title}</h1>
        <ErrorNote error={failed} retry={() => void refresh()} />
      </>
    );
  }
  const isGone = machine.state === "gone";
  return (
    <div class="machine">
      <Head machine={machine} />
      {failed !== undefined && <ErrorNote error={failed} retry={() => void refresh()} />}
      <div class="machine-body">
        <About machine={machine} />
        <div class="machine-parts">
          <Disks machine={machine} />
          <Nics machine={machine} />
          <Snapshots machine={machine} />
        </div>
      </div>
      {machine.startedAt !== null && !isGone && <PlotsPanel machine={machine} />}
      {!isGone && <CommandsPanel machine={machine} />}
    </div>
  );
}
