/** The page for a new machine: its fields, the resources that it needs, and the button that creates it. */
import { useEffect, useRef } from "preact/hooks";
import type { Image, Me, Network, Quotas, Size, Template } from "../../model.ts";
import { Emblem } from "../../parts/emblem.tsx";
import { EndField } from "../../parts/end-field.tsx";
import { Button, ErrorNote, Field, Icon } from "../../parts/index.ts";
import { href } from "../../router.ts";
import { text } from "../../text/index.ts";
import { useTitle } from "../../title.ts";
import { type FormState, useFormState } from "./form-state.ts";
import { Inputs } from "./inputs.tsx";
import { Resources, shortageText } from "./resources.tsx";
import { CapacityFields, ImageField, KeysField, NetworkField, type SectionProps, SizeField } from "./sections.tsx";
import { countOf, nameOfSeveral } from "./values.ts";

interface NewFormProps {
  /** Undefined for a machine of an image and a size. */
  readonly template: Template | undefined;
  readonly images: readonly Image[];
  readonly networks: readonly Network[];
  readonly sizes: readonly Size[];
  readonly user: Me;
}

function NameFields({ values, set, fault }: SectionProps) {
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

function FormHead({ template }: Pick<NewFormProps, "template">) {
  const { newMachine } = text.value;
  return (
    <div class="new-head">
      <a class="back" href={href("/new")}>
        <Icon name="back" size={18} />
        {newMachine.back}
      </a>
      <div class="new-title">
        {template !== undefined && <Emblem name={template.name} logo={template.logo} />}
        <div>
          <h1>{template?.name ?? newMachine.fromImage}</h1>
          <p class="muted">{template === undefined ? newMachine.fromImageNote : template.description}</p>
        </div>
      </div>
    </div>
  );
}

interface SummaryProps {
  readonly state: FormState;
  readonly quotas: Quotas;
  /** Why the machines cannot be created now, in sentences. */
  readonly obstacles: readonly string[];
}

/** The demand beside the rest of the quotas, and the button that creates the machines. */
function Summary({ state: { demand, error, busy }, quotas, obstacles }: SummaryProps) {
  const { newMachine } = text.value;
  return (
    <aside class="new-side" aria-label={newMachine.takes}>
      <div class="card side-card">
        <h2>{newMachine.takes}</h2>
        <Resources demand={demand} quotas={quotas} />
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
  );
}

function Fields({ state, template, images, networks, sizes, user }: NewFormProps & { readonly state: FormState }) {
  const { newMachine } = text.value;
  const { values, set, setInput, fault, open, size } = state;
  const section = { values, set, fault };
  return (
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
      {(open.cpu || open.memory) && (
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
  );
}

export function NewForm(props: NewFormProps) {
  const { template, images, networks, sizes, user } = props;
  useTitle(template?.name ?? text.value.newMachine.fromImage);
  const state = useFormState(template, images, sizes, user);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [state.failures]);
  const nameOf = (id: number): string => [...networks, ...images].find((one) => one.id === id)?.name ?? String(id);
  const obstacles = state.shortages.map((shortage) => shortageText(shortage, nameOf));
  return (
    <form
      ref={form}
      class="new-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!state.busy && obstacles.length === 0) void state.submit();
      }}
    >
      <FormHead template={template} />
      <Fields {...props} state={state} />
      <Summary state={state} quotas={user.quotas} obstacles={obstacles} />
    </form>
  );
}
