/** Machines, the home: what is left of the quotas, and the machines with what can be done to them now. */
import { useMemo, useState } from "preact/hooks";
import { machines } from "../../data/machines.ts";
import { me } from "../../data/me.ts";
import { templates } from "../../data/templates.ts";
import { useLive } from "../../live.ts";
import type { Machine, MachineAction } from "../../model.ts";
import { Button, ButtonLink, Confirm, Empty, ErrorNote, Loading, Search } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { tell } from "../../toast.ts";
import { act, commonActions } from "./actions.ts";
import { LongList } from "./list.tsx";
import { QuotaBars } from "./quotas.tsx";
import { MachineRow } from "./row.tsx";

/** Whether a machine is what is searched for: by name, address, state, or description. */
export function isFound({ name, addresses, description, state }: Machine, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return true;
  const texts = [name, description ?? "", state, text.value.machines.states[state], ...addresses];
  return texts.some((one) => one.toLowerCase().includes(wanted));
}

interface SelectionBarProps {
  readonly selected: readonly Machine[];
  readonly onClear: () => void;
  readonly onDelete: () => void;
}

function SelectionBar({ selected, onClear, onDelete }: SelectionBarProps) {
  const texts = text.value.machines;
  const [busy, setBusy] = useState<MachineAction>();
  const run = (action: MachineAction): void => {
    if (action === "delete") {
      onDelete();
      return;
    }
    setBusy(action);
    void act(selected, action).finally(() => setBusy(undefined));
  };
  return (
    <section class="selection" aria-label={texts.selected(selected.length)}>
      <strong>{texts.selected(selected.length)}</strong>
      <div class="selection-actions">
        {commonActions(selected).map((action) => (
          <Button
            key={action}
            look={action === "delete" ? "danger" : "plain"}
            busy={busy === action}
            onClick={() => run(action)}
          >
            {texts.actions[action]}
          </Button>
        ))}
      </div>
      <Button look="quiet" icon="close" label={texts.unselect} onClick={onClear} />
    </section>
  );
}

function DeleteDialog({ doomed, onClose }: { readonly doomed: readonly Machine[]; readonly onClose: () => void }) {
  const texts = text.value.machines;
  const name = doomed[0]?.name ?? "";
  return (
    <Confirm
      title={texts.deleteTitle(doomed.length, name)}
      action={texts.actions.delete}
      danger
      onClose={onClose}
      run={async () => {
        const done = await act(doomed, "delete");
        if (done > 0) tell(texts.deleted(done, name));
      }}
    >
      {doomed.length > 1 && (
        <ul class="names">
          {doomed.map(({ id, name: one }) => (
            <li key={id}>{one}</li>
          ))}
        </ul>
      )}
      <p>{texts.deleteWhat}</p>
    </Confirm>
  );
}

function useTemplateNames(): ReadonlyMap<number, string> {
  const { data } = useLive(templates);
  const { value } = data;
  return useMemo(() => new Map((value ?? []).map(({ id, name }) => [id, name])), [value]);
}

export default function Machines() {
  const { data, error, refresh } = useLive(machines);
  const texts = text.value.machines;
  const [search, setSearch] = useState("");
  const [mine, setMine] = useState(true);
  const [selection, setSelection] = useState<ReadonlySet<number>>(new Set());
  const [doomed, setDoomed] = useState<readonly Machine[]>();
  const names = useTemplateNames();
  const owner = me.data.value?.id;
  const all = data.value;
  const hasOthers = all?.some((machine) => machine.owner.id !== owner) ?? false;
  const own = useMemo(
    () => (mine && hasOthers ? all?.filter((machine) => machine.owner.id === owner) : all) ?? [],
    [all, mine, hasOthers, owner],
  );
  const found = useMemo(() => own.filter((machine) => isFound(machine, search)), [own, search]);
  const selected = found.filter(({ id }) => selection.has(id));
  const [select] = useState(() => (id: number, isSelected: boolean): void => {
    setSelection((before) => {
      const after = new Set(before);
      if (isSelected) after.add(id);
      else after.delete(id);
      return after;
    });
  });
  const [remove] = useState(
    () =>
      (machine: Machine): void =>
        setDoomed([machine]),
  );

  return (
    <>
      <QuotaBars />
      <div class="head">
        <h1>{texts.title}</h1>
        {all !== undefined && <span class="count">{texts.count(found.length, own.length)}</span>}
        <div class="head-tools">
          {hasOthers && (
            <fieldset class="choice">
              <legend class="unseen">{texts.whose}</legend>
              {[true, false].map((value) => (
                <label key={String(value)}>
                  <input type="radio" name="whose" checked={mine === value} onChange={() => setMine(value)} />
                  <span>{value ? texts.mine : texts.all}</span>
                </label>
              ))}
            </fieldset>
          )}
          <Search label={texts.search} value={search} onInput={setSearch} />
          <ButtonLink to="/new" look="primary" icon="new">
            {texts.new}
          </ButtonLink>
        </div>
      </div>
      {error.value !== undefined && <ErrorNote error={error.value} retry={() => void refresh()} />}
      {all === undefined && error.value === undefined && <Loading />}
      {all !== undefined && own.length === 0 && (
        <Empty icon="machines" title={texts.none}>
          <p>{texts.noneWhat}</p>
          <ButtonLink to="/new" look="primary" icon="new">
            {texts.new}
          </ButtonLink>
        </Empty>
      )}
      {own.length > 0 && found.length === 0 && <Empty icon="search" title={texts.noMatch(search)} />}
      <LongList
        items={found}
        keyOf={({ id }) => id}
        render={(machine, position) => (
          <MachineRow
            key={machine.id}
            machine={machine}
            position={position}
            total={found.length}
            template={machine.template === null ? (machine.size ?? undefined) : names.get(machine.template.id)}
            foreign={machine.owner.id !== owner}
            selected={selection.has(machine.id)}
            onSelect={select}
            onDelete={remove}
          />
        )}
      />
      {selected.length > 0 && (
        <SelectionBar
          selected={selected}
          onClear={() => setSelection(new Set())}
          onDelete={() => setDoomed(selected)}
        />
      )}
      {doomed !== undefined && <DeleteDialog doomed={doomed} onClose={() => setDoomed(undefined)} />}
    </>
  );
}
