/** Facts of a machine: where it is reached, what it is made of, its size and its end; and what of it can be changed. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { me } from "../../data/me.ts";
import { sizes } from "../../data/sizes.ts";
import { templates } from "../../data/templates.ts";
import { dateTime, fromNow, mebibytes, number } from "../../format.ts";
import { useLive } from "../../live.ts";
import type { Machine } from "../../model.ts";
import { EndField } from "../../parts/end-field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { Button, Copy, RenameDialog } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";
import { change } from "./change.ts";
import { quoted } from "./commands.ts";
import { isManaged, isPossible } from "./possible.ts";
import { ResizeDialog } from "./resize.tsx";

type Dialog = "name" | "end" | "resize";

interface DialogProps {
  readonly machine: Machine;
  readonly onClose: () => void;
}

function NameDialog({ machine, onClose }: DialogProps) {
  const { machine: texts } = text.value;
  return (
    <RenameDialog
      thing={machine}
      title={texts.renameTitle(machine.name)}
      onClose={onClose}
      run={async (body, name) => {
        await change(machine.id, body);
        notify(texts.changed(name));
      }}
    />
  );
}

function EndDialog({ machine, onClose }: DialogProps) {
  const { machine: texts } = text.value;
  const { id, name, endsAt } = machine;
  const [ends, setEnds] = useState(endsAt === null ? undefined : new Date(endsAt));
  return (
    <FormDialog
      title={texts.endTitle(name)}
      action={text.value.common.save}
      onClose={onClose}
      run={async () => {
        await change(id, { endsAt: ends?.toISOString() ?? null });
        notify(texts.changed(name));
      }}
    >
      {(fault) => <EndField value={ends} onChange={setEnds} fault={fault("/endsAt")} />}
    </FormDialog>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function sizeText({ size, cpu, vcpu, memoryMiB }: Machine): string {
  const { machine, newMachine } = text.value;
  return [
    ...(size === null ? [] : [size]),
    ...(cpu === null ? [] : [newMachine.cpus(number(cpu))]),
    ...(vcpu === null ? [] : [machine.vcpus(number(vcpu))]),
    ...(memoryMiB === null ? [] : [mebibytes(memoryMiB)]),
  ].join(" · ");
}

/** For a shell. ssh takes addresses of IPv6 without brackets. */
const sshLine = (address: string): string => `ssh ${quoted(`root@${address}`)}`;

export function About({ machine }: { readonly machine: Machine }) {
  const { machine: texts, machines, end } = text.value;
  const [dialog, setDialog] = useState<Dialog>();
  const { data } = useLive(templates);
  useLive(sizes);
  const { description, template, addresses, createdAt, startedAt, endsAt, owner, id, oned } = machine;
  const [address] = addresses;
  const templateName = data.value?.find((one) => one.id === template?.id)?.name;
  const mayChange = isManaged(machine);
  const close = (): void => setDialog(undefined);
  return (
    <section class="card about" aria-label={texts.about}>
      <div class="about-head">
        <h2>{texts.about}</h2>
        {mayChange && <Button onClick={() => setDialog("name")}>{texts.rename}</Button>}
      </div>
      {description !== null && <p class="about-text">{description}</p>}
      <dl class="facts">
        <Fact label={texts.addresses}>
          {addresses.length === 0 ? (
            <span class="muted">{machines.noAddress}</span>
          ) : (
            addresses.map((one) => <Copy key={one} value={one} />)
          )}
        </Fact>
        {address !== undefined && (
          <Fact label={texts.ssh}>
            <Copy value={sshLine(address)} />
            <span class="muted small">{texts.sshHint}</span>
          </Fact>
        )}
        <Fact label={texts.size}>
          {sizeText(machine)}
          {isPossible("resize", machine) && <Button onClick={() => setDialog("resize")}>{texts.resize}</Button>}
        </Fact>
        {template !== null && <Fact label={texts.template}>{templateName ?? texts.unknownTemplate(template.id)}</Fact>}
        <Fact label={end.label}>
          {endsAt === null ? texts.noEnd : `${dateTime(endsAt)} (${fromNow(endsAt)})`}
          {mayChange && <Button onClick={() => setDialog("end")}>{texts.changeEnd}</Button>}
        </Fact>
        <Fact label={texts.created}>{dateTime(createdAt)}</Fact>
        {startedAt !== null && <Fact label={texts.started}>{dateTime(startedAt)}</Fact>}
        {owner.id !== me.data.value?.id && <Fact label={texts.owner}>{owner.name}</Fact>}
        <Fact label={texts.id}>
          {id} <span class="muted small">{`${oned.state} ${oned.lcmState}`}</span>
        </Fact>
      </dl>
      {dialog === "name" && <NameDialog machine={machine} onClose={close} />}
      {dialog === "end" && <EndDialog machine={machine} onClose={close} />}
      {dialog === "resize" && <ResizeDialog machine={machine} onClose={close} />}
    </section>
  );
}
