/** Parts of the form that do not come from the template: image and size, networks, SSH keys. */
import { mebibytes, number } from "../../format.ts";
import type { Image, Network, Size, Template } from "../../model.ts";
import { Checkbox, FieldGroup } from "../../parts/choices.tsx";
import { Button, Field } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import type { OpenCapacity, Values } from "./values.ts";

export interface SectionProps {
  readonly values: Values;
  readonly set: (change: Partial<Values>) => void;
  readonly fault: (field: string) => string | undefined;
}

/** Images that a machine can start from now. */
function isUsable({ type, state, persistent }: Image): boolean {
  return (type === "os" || type === "cdrom") && (state === "ready" || (state === "used" && !persistent));
}

export function ImageField({ values, set, fault, images }: SectionProps & { readonly images: readonly Image[] }) {
  const { newMachine } = text.value;
  return (
    <Field label={newMachine.image} fault={fault("/image")} required>
      {(attributes) => (
        <select
          {...attributes}
          name="image"
          value={values.image}
          onChange={(event) => set({ image: event.currentTarget.value })}
        >
          <option value="">{newMachine.choose}</option>
          {images.filter(isUsable).map(({ id, name, sizeMiB }) => (
            <option key={id} value={String(id)}>
              {`${name} (${mebibytes(sizeMiB)})`}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function sizeText({ cpu, memoryMiB }: Size): string {
  const { newMachine } = text.value;
  return [
    cpu === null ? newMachine.anyCpu : newMachine.cpus(number(cpu)),
    memoryMiB === null ? newMachine.anyMemory : mebibytes(memoryMiB),
  ].join(" · ");
}

export function SizeField({ values, set, fault, sizes }: SectionProps & { readonly sizes: readonly Size[] }) {
  const { newMachine } = text.value;
  return (
    <FieldGroup label={newMachine.size} fault={fault("/size")} required>
      <div class="size-cards">
        {sizes.map((size) => (
          <label key={size.name} class="size-card">
            <input
              type="radio"
              name="size"
              value={size.name}
              checked={values.size === size.name}
              onChange={() => set({ size: size.name, cpu: "", memory: "" })}
            />
            <span class="size-name">{size.name}</span>
            <span class="muted small">{sizeText(size)}</span>
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}

interface CapacityProps extends SectionProps {
  readonly open: OpenCapacity;
  readonly size: Size | undefined;
}

/** CPU and memory where template or size leave them to the user. */
export function CapacityFields({ values, set, fault, open, size }: CapacityProps) {
  const { newMachine } = text.value;
  const most = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : newMachine.atMost(value);
  const cpuMost = size?.cpuMax ?? undefined;
  const memoryMost = size?.memoryMaxMiB ?? undefined;
  return (
    <>
      {open.cpu && (
        <Field
          label={newMachine.sizeInputs.CPU}
          hint={most(cpuMost === undefined ? undefined : number(cpuMost))}
          fault={fault("/cpu")}
          required
        >
          {(attributes) => (
            <input
              {...attributes}
              name="cpu"
              inputMode="decimal"
              autocomplete="off"
              value={values.cpu}
              onInput={(event) => set({ cpu: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {open.memory && (
        <Field
          label={newMachine.sizeInputs.MEMORY}
          hint={most(memoryMost === undefined ? undefined : mebibytes(memoryMost))}
          fault={fault("/memoryMiB")}
          required
        >
          {(attributes) => (
            <input
              {...attributes}
              name="memory"
              inputMode="numeric"
              autocomplete="off"
              value={values.memory}
              onInput={(event) => set({ memory: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}

interface NetworkProps extends SectionProps {
  readonly networks: readonly Network[];
  readonly template: Template | undefined;
}

/** Networks of the template stand; others can be added. */
export function NetworkField({ values, set, fault, networks, template }: NetworkProps) {
  const { newMachine } = text.value;
  const nameOf = (id: number): string => networks.find((one) => one.id === id)?.name ?? String(id);
  const own = (template?.networks ?? []).map(({ network }) =>
    network === null ? newMachine.someNetwork : network.name || nameOf(network.id),
  );
  const free = networks.filter(({ id, state }) => state === "ready" && !values.networks.includes(id));
  return (
    <div class="stack">
      {(own.length > 0 || values.networks.length > 0) && (
        <FieldGroup label={newMachine.networks}>
          <ul class="chips">
            {own.map((name, index) => (
              <li key={`own-${index}`} class="chip">
                {name}
              </li>
            ))}
            {values.networks.map((id) => (
              <li key={id} class="chip">
                {nameOf(id)}
                <Button
                  look="quiet"
                  icon="close"
                  label={newMachine.without(nameOf(id))}
                  onClick={() => set({ networks: values.networks.filter((one) => one !== id) })}
                />
              </li>
            ))}
          </ul>
        </FieldGroup>
      )}
      <Field
        label={own.length > 0 ? newMachine.anotherNetwork : newMachine.network}
        fault={fault("/networks")}
        hint={free.length === 0 ? newMachine.noNetworks : undefined}
      >
        {(attributes) => (
          <select
            {...attributes}
            name="network"
            value=""
            onChange={({ currentTarget }) => {
              if (currentTarget.value === "") return;
              set({ networks: [...values.networks, Number(currentTarget.value)] });
              currentTarget.value = "";
            }}
          >
            <option value="">{newMachine.choose}</option>
            {free.map(({ id, name, addresses }) => (
              <option key={id} value={String(id)}>
                {newMachine.freeAddresses(name, number(addresses.free))}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

/** Type, last characters and comment of a public key. */
export function keyName(key: string): string {
  const [type = "", body = "", ...comment] = key.trim().split(/\s+/);
  return comment.length > 0 ? comment.join(" ") : `${type} …${body.slice(-12)}`;
}

export function KeysField({ values, set, fault, keys }: SectionProps & { readonly keys: readonly string[] }) {
  const { newMachine } = text.value;
  return (
    <>
      {keys.length > 0 && (
        <FieldGroup label={newMachine.keys} hint={newMachine.keysNote}>
          <div class="boxes">
            {keys.map((key) => (
              <Checkbox
                key={key}
                name="key"
                checked={values.keys.includes(key)}
                onChange={(checked) =>
                  set({ keys: keys.filter((one) => (one === key ? checked : values.keys.includes(one))) })
                }
              >
                {keyName(key)}
              </Checkbox>
            ))}
          </div>
        </FieldGroup>
      )}
      <Field
        label={keys.length > 0 ? newMachine.otherKey : newMachine.key}
        hint={newMachine.keyHint}
        fault={fault("/sshKeys")}
      >
        {(attributes) => (
          <textarea
            {...attributes}
            name="otherKey"
            rows={2}
            spellcheck={false}
            value={values.otherKey}
            onInput={(event) => set({ otherKey: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}
