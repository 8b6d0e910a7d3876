/** Networks: their addresses, free and used, and which of them the user's machines have. */
import { useState } from "preact/hooks";
import { me } from "../../data/me.ts";
import { networks } from "../../data/networks.ts";
import { welcome } from "../../data/welcome.ts";
import { useLive } from "../../live.ts";
import type { Network } from "../../model.ts";
import { Button, ListHead, ListNotes } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import { useFilteredList } from "../filtered-list.ts";
import { DeleteNetwork, NewNetwork, RenameNetwork, refusal } from "./dialogs.tsx";
import { NetworkRow } from "./row.tsx";

type Asked = "new" | { readonly what: "rename" | "delete"; readonly network: Network };

function searchedTexts({ name, description, ranges }: Network): readonly string[] {
  return [name, description ?? "", ...ranges.map(({ first }) => first ?? "")];
}

export default function Networks() {
  const { data, error, refresh } = useLive(networks);
  const features = useLive(welcome).data.value?.features;
  const { networks: texts } = text.value;
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [asked, setAsked] = useState<Asked>();
  const user = me.data.value?.id ?? -1;
  const all = data.value;
  const { found, head, missed } = useFilteredList(all, searchedTexts);
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
      <ListHead title={texts.title} searchLabel={texts.search} {...head}>
        {features !== undefined && features !== null && (
          <Button look="primary" icon="new" off={refused} onClick={() => setAsked("new")}>
            {reserves ? texts.reserve : texts.new}
          </Button>
        )}
      </ListHead>
      <ListNotes
        all={all}
        error={error.value}
        retry={() => void refresh()}
        icon="networks"
        texts={texts}
        missed={missed}
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
