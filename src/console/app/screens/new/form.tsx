/** One page for a new machine: what it is called, what the template asks, what it takes, and the button. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { number } from "../../format.ts";
import { refresh } from "../../live.ts";
import type { Image, Me, Network, Size, Template } from "../../model.ts";
import { Emblem } from "../../parts/emblem.tsx";
import { EndField } from "../../parts/end-field.tsx";
import { Button, ErrorNote, Field, Icon } from "../../parts/index.ts";
import { type ApiError, asApiError } from "../../problem.ts";
import { href, navigate } from "../../router.ts";
import { text } from "../../text/index.ts";
import { useTitle } from "../../title.ts";
import { tell } from "../../toast.ts";
import { maker } from "./create.ts";
import { demandOf, openOf, shortagesOf } from "./demand.ts";
import { Inputs } from "./inputs.tsx";
import { CapacityFields, ImageField, KeysField, NetworkField, SizeField } from "./sections.tsx";
import { shortageText, Takes } from "./takes.tsx";
import {
  countOf,
  fieldOf,
  initialValues,
  type LocalFault,
  localFaults,
  nameOfSeveral,
  requestOf,
  type Values,
} from "./values.ts";

interface NewFormProps {
  /** Undefined for a machine of an image and a size. */
  readonly template: Template | undefined;
  readonly images: readonly Image[];
  readonly networks: readonly Network[];
  readonly sizes: readonly Size[];
  readonly user: Me;
}

function faultText({ kind, minimum, maximum }: LocalFault): string {
  const { faults } = text.value.newMachine;
  if (kind === "range") return faults.range(number(minimum ?? 0), number(maximum ?? 0));
  return faults[kind];
}

/** The server's faults by their fields. */
function serverFaults(error: ApiError): ReadonlyMap<string, string> {
  return new Map(error.faults.toReversed().map(({ pointer, detail }) => [fieldOf(pointer), detail]));
}

function NameFields({
  values,
  set,
  fault,
}: {
  readonly values: Values;
  readonly set: (change: Partial<Values>) => void;
  readonly fault: (field: string) => string | undefined;
}) {
  const { newMachine } = text.value;
  const count = countOf(values);
  const pattern = nameOfSeveral(values.name.trim());
  const numbered = (index: number): string => pattern.replaceAll("%i", String(index));
  const hint =
    count > 1 && pattern !== "" ? newMachine.severalNames(numbered(0), numbered(count - 1)) : newMachine.nameHint;
  return (
    <div class="name-fields">
      <Field label={newMachine.name} hint={hint} fault={fault("/name")}>
        {(attributes) => (
          <input
            {...attributes}
            name="name"
            autocomplete="off"
            maxLength={128}
            value={values.name}
            onInput={(event) => set({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label={newMachine.count} fault={fault("/count")}>
        {(attributes) => (
          <input
            {...attributes}
            name="count"
            inputMode="numeric"
            autocomplete="off"
            value={values.count}
            onInput={(event) => set({ count: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}

export function NewForm({ template, images, networks, sizes, user }: NewFormProps) {
  const { newMachine } = text.value;
  const [values, setValues] = useState(() =>
    initialValues(template?.inputs ?? [], user.sshKeys, sizes.length === 1 ? (sizes[0]?.name ?? "") : ""),
  );
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const make = useMemo(maker, []);
  const form = useRef<HTMLFormElement>(null);
  useTitle(template?.name ?? newMachine.fromImage);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);

  const size = sizes.find(({ name }) => name === values.size);
  const source = { template, size, images };
  const open = openOf(source);
  const demand = demandOf(values, source);
  const shortages = shortagesOf(demand, user.quotas);
  const nameOf = (id: number): string => [...networks, ...images].find((one) => one.id === id)?.name ?? String(id);
  const obstacles = shortages.map((shortage) => shortageText(shortage, nameOf));

  const set = (change: Partial<Values>): void => {
    setValues((before) => ({ ...before, ...change }));
    // What was wrong may be right now: it is looked at again with the button.
    const changed = Object.keys(change);
    if (!changed.includes("inputs")) setFaults((before) => without(before, changed.map(placeOf)));
  };
  const setInput = (name: string, value: Values["inputs"][string]): void => {
    setValues((before) => ({ ...before, inputs: { ...before.inputs, [name]: value } }));
    setFaults((before) => without(before, [`/inputs/${name}`]));
  };
  const fault = (field: string): string | undefined => faults.get(field);

  const submit = async (): Promise<void> => {
    setError(undefined);
    const local = localFaults(values, template, open);
    if (local.size > 0) {
      setFaults(new Map([...local].map(([field, one]) => [field, faultText(one)])));
      setAttempts((before) => before + 1);
      return;
    }
    setBusy(true);
    setFaults(new Map());
    try {
      const made = await make(requestOf(values, template, open));
      const [first] = made;
      void refresh("machines", "me");
      tell(newMachine.made(made.length, first?.name ?? ""));
      navigate(made.length === 1 && first !== undefined ? `/machines/${first.id}` : "/");
    } catch (thrown) {
      const failed = asApiError(thrown);
      setError(failed);
      setFaults(serverFaults(failed));
      setAttempts((before) => before + 1);
      setBusy(false);
    }
  };
  const section = { values, set, fault };
  const needsCapacity = open.cpu || open.memory;
  return (
    <form
      ref={form}
      class="new-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && obstacles.length === 0) void submit();
      }}
    >
      <div class="new-head">
        <a class="back" href={href("/new")}>
          <Icon name="back" size={18} />
          {newMachine.back}
        </a>
        <div class="new-title">
          {template !== undefined && <Emblem name={template.name} logo={template.logo} />}
          <div>
            <h1>{template?.name ?? newMachine.fromImage}</h1>
            <p class="muted">{template === undefined ? newMachine.fromImageWhat : template.description}</p>
          </div>
        </div>
      </div>
      <div class="new-fields">
        <div class="card form-card">
          <NameFields {...section} />
        </div>
        {template === undefined && (
          <div class="card form-card stack">
            <ImageField {...section} images={images} />
            <SizeField {...section} sizes={sizes} />
          </div>
        )}
        {needsCapacity && (
          <fieldset class="card form-card">
            <legend class="form-title">{newMachine.size}</legend>
            <div class="form-grid">
              <CapacityFields {...section} open={open} size={size} />
            </div>
          </fieldset>
        )}
        {template !== undefined && template.inputs.length > 0 && (
          <Inputs inputs={template.inputs} values={values.inputs} onChange={setInput} fault={fault} />
        )}
        <fieldset class="card form-card">
          <legend class="form-title">{newMachine.access}</legend>
          <div class="form-grid">
            <div class="stack">
              <NetworkField {...section} networks={networks} template={template} />
              <EndField value={values.ends} onChange={(ends) => set({ ends })} fault={fault("/endsAt")} />
            </div>
            <div class="stack">
              <KeysField {...section} keys={user.sshKeys} />
            </div>
          </div>
        </fieldset>
      </div>
      <aside class="new-side" aria-label={newMachine.takes}>
        <div class="card side-card">
          <h2>{newMachine.takes}</h2>
          <Takes demand={demand} quotas={user.quotas} />
          {error !== undefined && <ErrorNote error={error} />}
          <div class="side-reason" role="status">
            {obstacles.map((obstacle) => (
              <p key={obstacle} class="fault">
                {obstacle}
              </p>
            ))}
          </div>
          <Button look="primary" submit busy={busy} off={obstacles[0]}>
            {newMachine.create(demand.machines)}
          </Button>
        </div>
      </aside>
    </form>
  );
}

/** The field of the request for a value of the form. */
function placeOf(name: string): string {
  const others: Readonly<Record<string, string>> = {
    memory: "/memoryMiB",
    otherKey: "/sshKeys",
    keys: "/sshKeys",
    ends: "/endsAt",
  };
  return others[name] ?? `/${name}`;
}

function without(before: ReadonlyMap<string, string>, fields: readonly string[]): ReadonlyMap<string, string> {
  if (!fields.some((field) => before.has(field))) return before;
  return new Map([...before].filter(([field]) => !fields.includes(field)));
}
