/** Networks: their addresses, free and used, and which of them the user's machines have. */
import { useState } from "preact/hooks";
import { me } from "../../data/me.ts";
import { networks } from "../../data/networks.ts";
import { isMine } from "../../data/ownership.ts";
import { welcome } from "../../data/welcome.ts";
import { useLive } from "../../live.ts";
import type { Network } from "../../model.ts";
import { Button, ListNotes, OwnerFilter, Search } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { DeleteNetwork, NewNetwork, RenameNetwork, refusal } from "./dialogs.tsx";
import { NetworkRow } from "./row.tsx";

type Asked = "new" | { readonly what: "rename" | "delete"; readonly network: Network };

function isFound({ name, description, ranges }: Network, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/);
  const all = [name, description ?? "", ...ranges.map(({ first }) => first ?? "")].join(" ").toLowerCase();
  return words.every((word) => all.includes(word));
}

export default function Networks() {
  const { data, error, refresh } = useLive(networks);
  const features = useLive(welcome).data.value?.features;
  const { networks: texts, machines } = text.value;
  const [search, setSearch] = useState("");
  const [mine, setMine] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [asked, setAsked] = useState<Asked>();
  const user = me.data.value?.id ?? -1;
  const all = data.value;
  const own = all?.filter(isMine) ?? [];
  const shown = mine && own.length > 0 ? own : (all ?? []);
  const found = shown.filter((network) => isFound(network, search));
  const close = (): void => setAsked(undefined);
  const reserves = features?.reservations === true;
  const refused = refusal.value?.user === user ? refusal.value.why : undefined;
  const toggle = (id: number, isOpen: boolean): void => {
    const after = new Set(open);
    if (isOpen) after.add(id);
    else after.delete(id);
    setOpen(after);
  };
  return (
    <>
      <div class="head">
        <h1>{texts.title}</h1>
        {all !== undefined && <span class="count">{machines.count(found.length, shown.length)}</span>}
        <div class="head-tools">
          {own.length > 0 && own.length < (all?.length ?? 0) && <OwnerFilter mine={mine} onChange={setMine} />}
          <Search label={texts.search} value={search} onInput={setSearch} />
          {features !== undefined && features !== null && (
            <Button look="primary" icon="new" off={refused} onClick={() => setAsked("new")}>
              {reserves ? texts.reserve : texts.new}
            </Button>
          )}
        </div>
      </div>
      <ListNotes
        all={all}
        error={error.value}
        retry={() => void refresh()}
        icon="networks"
        texts={texts}
        missed={shown.length > 0 && found.length === 0 ? search : undefined}
      />
      {found.length > 0 && (
        <ul class="list things networks">
          {found.map((network) => (
            <NetworkRow
              key={network.id}
              network={network}
              open={open.has(network.id)}
              onOpen={(isOpen) => toggle(network.id, isOpen)}
              onRename={() => setAsked({ what: "rename", network })}
              onDelete={() => setAsked({ what: "delete", network })}
            />
          ))}
        </ul>
      )}
      {asked === "new" && <NewNetwork user={user} reserves={reserves} onClose={close} />}
      {typeof asked === "object" && asked.what === "rename" && (
        <RenameNetwork network={asked.network} onClose={close} />
      )}
      {typeof asked === "object" && asked.what === "delete" && (
        <DeleteNetwork network={asked.network} onClose={close} />
      )}
    </>
  );
}
