/** The SSH keys of the user. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api.ts";
import { me } from "../../data/me.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { Button, Confirm, Field } from "../../parts/index.ts";
import { ApiError } from "../../problem.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";
import { fingerprint, readKey } from "./ssh-key.ts";

/** Changes the list as the cloud has it now: another window may have changed it since it was read here. */
async function changeKeys(change: (keys: readonly string[]) => string[]): Promise<void> {
  const { sshKeys } = await api("get", "/me");
  me.data.value = await api("patch", "/me", { body: { sshKeys: change(sshKeys) } });
}

/** The name of a key for people: its comment. */
function nameOf(line: string): string {
  const key = readKey(line);
  if (typeof key === "string") return line.slice(0, 60);
  return key.comment === "" ? `${key.type} …${key.data.slice(-12)}` : key.comment;
}

function Fingerprint({ line }: { readonly line: string }) {
  const [hash, setHash] = useState<string>();
  useEffect(() => {
    void fingerprint(line).then(setHash);
  }, [line]);
  const key = readKey(line);
  const { account } = text.value;
  if (typeof key === "string") return <span class="fault small">{account.keyFaults[key]}</span>;
  return (
    <span class="muted small">
      {key.type} <code>{hash ?? ""}</code>
    </span>
  );
}

function AddKey({ keys, onClose }: { readonly keys: readonly string[]; readonly onClose: () => void }) {
  const { account } = text.value;
  const [line, setLine] = useState("");
  const [checked, setChecked] = useState(false);
  const found = readKey(line);
  const data = (one: string): string => one.split(/\s+/)[1] ?? "";
  const fault =
    typeof found === "string"
      ? account.keyFaults[found]
      : keys.some((key) => data(key) === found.data)
        ? account.keyKnown
        : undefined;
  // A fault of a key that was sent is shown below the fields.
  const isShown = !checked && found !== "empty";
  return (
    <FormDialog
      title={account.addKeyTitle}
      action={account.addKey}
      onClose={onClose}
      run={async () => {
        setChecked(true);
        if (fault !== undefined) throw new ApiError(400, { code: "INVALID_REQUEST", detail: fault });
        await changeKeys((before) => [...before, line.trim()]);
        notify(account.keyAdded(nameOf(line)));
      }}
    >
      {(serverFault) => (
        <Field label={account.key} hint={account.keyHint} fault={isShown ? fault : serverFault("/sshKeys")} required>
          {(attributes) => (
            <textarea
              {...attributes}
              required={false}
              aria-required="true"
              name="key"
              rows={5}
              spellcheck={false}
              autocomplete="off"
              placeholder="ssh-ed25519 AAAA… name@computer"
              value={line}
              onInput={(event) => {
                setLine(event.currentTarget.value);
                setChecked(false);
              }}
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}

export function Keys() {
  const { account } = text.value;
  const keys = me.data.value?.sshKeys ?? [];
  const [adds, setAdds] = useState(false);
  const [toDelete, setToDelete] = useState<string>();
  return (
    <section class="card section" aria-labelledby="keys">
      <div class="section-head">
        <h2 id="keys">{account.keys}</h2>
        <Button icon="new" onClick={() => setAdds(true)}>
          {account.addKey}
        </Button>
      </div>
      <p class="muted">{account.keysNote}</p>
      {keys.length === 0 ? (
        <p>{account.noKeys}</p>
      ) : (
        <ul class="lines">
          {keys.map((line) => (
            <li key={line}>
              <div class="line-text">
                <span class="name">{nameOf(line)}</span>
                <Fingerprint line={line} />
              </div>
              <Button
                look="quiet"
                icon="close"
                label={account.removeKey(nameOf(line))}
                onClick={() => setToDelete(line)}
              />
            </li>
          ))}
        </ul>
      )}
      {adds && <AddKey keys={keys} onClose={() => setAdds(false)} />}
      {toDelete !== undefined && (
        <Confirm
          title={account.removeKeyTitle(nameOf(toDelete))}
          action={account.remove}
          danger
          onClose={() => setToDelete(undefined)}
          run={async () => {
            await changeKeys((before) => before.filter((one) => one !== toDelete));
            notify(account.keyRemoved(nameOf(toDelete)));
          }}
        >
          <p>{account.removeKeyNote}</p>
        </Confirm>
      )}
    </section>
  );
}
