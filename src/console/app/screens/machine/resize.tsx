/** Another size, or more CPU and memory where the size leaves them open. */
import { useState } from "preact/hooks";
import { sizes } from "../../data/sizes.ts";
import { mebibytes, number } from "../../format.ts";
import type { Machine, MachinePatch, Size } from "../../model.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { Field } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";
import { numberIn } from "../new/values.ts";
import { change } from "./change.ts";

function optionText({ name, cpu, memoryMiB }: Size): string {
  const { newMachine } = text.value;
  const parts = [
    ...(cpu === null ? [] : [newMachine.cpus(number(cpu))]),
    ...(memoryMiB === null ? [] : [mebibytes(memoryMiB)]),
  ];
  return parts.length === 0 ? name : `${name} (${parts.join(" · ")})`;
}

interface CapacityFieldProps {
  readonly label: string;
  readonly name: "cpu" | "memoryMiB";
  readonly value: number | null;
  readonly most: string | undefined;
  readonly fault: string | undefined;
}

function CapacityField({ label, name, value, most, fault }: CapacityFieldProps) {
  return (
    <Field
      label={label}
      fault={fault}
      hint={most === undefined ? undefined : text.value.newMachine.atMost(most)}
      required
    >
      {(attributes) => (
        <input
          {...attributes}
          name={name}
          inputMode="decimal"
          autocomplete="off"
          defaultValue={value === null ? "" : String(value)}
        />
      )}
    </Field>
  );
}

export function ResizeDialog({ machine, onClose }: { readonly machine: Machine; readonly onClose: () => void }) {
  const { machine: texts, newMachine } = text.value;
  const all = sizes.data.value ?? [];
  const { id, name, cpu, memoryMiB } = machine;
  // A machine of a template has no size of these: it may get one.
  const [chosen, setChosen] = useState(all.some((one) => one.name === machine.size) ? (machine.size ?? "") : "");
  const size = all.find((one) => one.name === chosen);
  // A machine of a template may have any CPU and memory that the inputs of its template allow.
  const isFree = machine.size === null && chosen === "";
  const [openCpu, openMemory] = [isFree || size?.cpu === null, isFree || size?.memoryMiB === null];
  return (
    <FormDialog
      title={texts.resizeTitle(name)}
      action={texts.resize}
      onClose={onClose}
      run={async (value) => {
        const wanted: MachinePatch = {
          ...(chosen !== "" && chosen !== machine.size && { size: chosen }),
          ...(openCpu && numberIn(value("cpu")) !== cpu && { cpu: numberIn(value("cpu")) }),
          ...(openMemory && numberIn(value("memoryMiB")) !== memoryMiB && { memoryMiB: numberIn(value("memoryMiB")) }),
        };
        if (Object.keys(wanted).length === 0) return;
        await change(id, wanted);
        notify(texts.changed(name));
      }}
    >
      {(fault) => (
        <>
          {machine.oned.lcmState === "RUNNING" && <p class="muted">{texts.resizeRunning}</p>}
          {all.length > 0 && (
            <Field label={newMachine.size} fault={fault("/size")} required={!isFree}>
              {(attributes) => (
                <select
                  {...attributes}
                  name="size"
                  value={chosen}
                  onChange={(event) => setChosen(event.currentTarget.value)}
                >
                  {size === undefined && <option value="">{newMachine.choose}</option>}
                  {all.map((one) => (
                    <option key={one.name} value={one.name}>
                      {optionText(one)}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          {openCpu && (
            <CapacityField
              label={newMachine.sizeInputs.CPU}
              name="cpu"
              value={cpu}
              most={size?.cpuMax == null ? undefined : number(size.cpuMax)}
              fault={fault("/cpu")}
            />
          )}
          {openMemory && (
            <CapacityField
              label={newMachine.sizeInputs.MEMORY}
              name="memoryMiB"
              value={memoryMiB}
              most={size?.memoryMaxMiB == null ? undefined : mebibytes(size.memoryMaxMiB)}
              fault={fault("/memoryMiB")}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
