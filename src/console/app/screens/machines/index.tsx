/** Machines, the home: what is left of the quotas, and the machines with what can be done to them now. */
import { useCallback, useMemo, useState } from "preact/hooks";
import { machines } from "../../data/machines.ts";
import { me } from "../../data/me.ts";
import { isMine } from "../../data/ownership.ts";
import { templates } from "../../data/templates.ts";
import { useLive } from "../../live.ts";
import type { Machine, MachineAction } from "../../model.ts";
import { Button, ButtonLink, Confirm, Empty, ErrorNote, ListHead, Loading } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";
import { act, commonActions } from "./actions.ts";
import { LongList } from "./list.tsx";
import { QuotaBars } from "./quotas.tsx";
import { MachineRow } from "./row.tsx";

/** Whether a machine is what is searched for: by name, address, state, or description. */
function isFound({ name, addresses, description, state }: Machine, search: string): boolean {
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

function DeleteDialog({ toDelete, onClose }: { readonly toDelete: readonly Machine[]; readonly onClose: () => void }) {
  const texts = text.value.machines;
  const name = toDelete[0]?.name ?? "";
  return (
    <Confirm
      title={texts.deleteTitle(toDelete.length, name)}
      action={texts.actions.delete}
      danger
      onClose={onClose}
      run={async () => {
        const done = await act(toDelete, "delete");
        if (done > 0) notify(texts.deleted(done, name));
      }}
    >
      {toDelete.length > 1 && (
        <ul class="names">
          {toDelete.map(({ id, name: one }) => (
            <li key={id}>{one}</li>
          ))}
        </ul>
      )}
      <p>{texts.deleteNote}</p>
    </Confirm>
  );
}

function useTemplateNames(): ReadonlyMap<number, string> {
  const { data } = useLive(templates);
  const { value } = data;
  return useMemo(() => new Map((value ?? []).map(({ id, name }) => [id, name])), [value]);
}

/** The ids of the machines that are selected. Its functions stay the same, so that rows are not drawn again for them. */
function useSelection() {
  const [selection, setSelection] = useState<ReadonlySet<number>>(new Set());
  const select = useCallback((id: number, isSelected: boolean): void => {
    setSelection((before) => {
      const after = new Set(before);
      if (isSelected) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);
  const clear = useCallback(() => setSelection(new Set()), []);
  return { selection, select, clear };
}

export default function Machines() {
  const { data, error, refresh } = useLive(machines);
  const texts = text.value.machines;
  const [search, setSearch] = useState("");
  const [mine, setMine] = useState(true);
  const { selection, select, clear } = useSelection();
  const [toDelete, setToDelete] = useState<readonly Machine[]>();
  const names = useTemplateNames();
  const owner = me.data.value?.id;
  const all = data.value;
  const hasOthers = all?.some((machine) => !isMine(machine)) ?? false;
  const own = useMemo(() => (mine && hasOthers ? all?.filter(isMine) : all) ?? [], [all, mine, hasOthers, owner]);
  const found = useMemo(() => own.filter((machine) => isFound(machine, search)), [own, search]);
  const selected = found.filter(({ id }) => selection.has(id));
  const remove = useCallback((machine: Machine) => setToDelete([machine]), []);

  return (
    <>
      <QuotaBars />
      <ListHead
        title={texts.title}
        count={all === undefined ? undefined : texts.count(found.length, own.length)}
        hasOthers={hasOthers}
        mine={mine}
        onMine={setMine}
        searchLabel={texts.search}
        search={search}
        onSearch={setSearch}
      >
        <ButtonLink to="/new" look="primary" icon="new">
          {texts.new}
        </ButtonLink>
      </ListHead>
      {error.value !== undefined && <ErrorNote error={error.value} retry={() => void refresh()} />}
      {all === undefined && error.value === undefined && <Loading />}
      {all !== undefined && own.length === 0 && (
        <Empty icon="machines" title={texts.none}>
          <p>{texts.noneNote}</p>
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
        <SelectionBar selected={selected} onClear={clear} onDelete={() => setToDelete(selected)} />
      )}
      {toDelete !== undefined && <DeleteDialog toDelete={toDelete} onClose={() => setToDelete(undefined)} />}
    </>
  );
}
