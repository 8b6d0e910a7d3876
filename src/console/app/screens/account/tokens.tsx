/** Login tokens: passwords for programs, that end by themselves. */
import { useState } from "preact/hooks";
import { api } from "../../api.ts";
import { tokens } from "../../data/tokens.ts";
import { dateTime, fromNow } from "../../format.ts";
import { useLive } from "../../live.ts";
import type { Token } from "../../model.ts";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { Button, Confirm, Copy, Dialog, ErrorNote, Field } from "../../parts/index.ts";
import { session } from "../../session.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";

const HOUR = 3_600;
/** Hours that a token can live. */
const LIVES = [1, 12, 24, 7 * 24, 30 * 24, 365 * 24] as const;

/** Whether the session of this browser is by this token: its end says it, to the second. */
function isOwn({ expiresAt }: Token): boolean {
  const { value } = session;
  if (value.is !== "in" || value.expires === undefined || expiresAt === null) return false;
  return Math.abs(value.expires.getTime() - new Date(expiresAt).getTime()) < 1_000;
}

interface Made {
  readonly token: string;
  readonly expiresAt: string;
}

function MakeToken({ onMade, onClose }: { readonly onMade: (made: Made) => void; readonly onClose: () => void }) {
  const { account } = text.value;
  return (
    <FormDialog
      title={account.makeTokenTitle}
      action={account.makeToken}
      onClose={onClose}
      run={async (value) => {
        const made = await api("post", "/me/tokens", { body: { seconds: Number(value("hours")) * HOUR } });
        await tokens.refresh();
        onMade(made);
      }}
    >
      {(fault) => (
        <Field label={account.life} hint={account.tokensNote} fault={fault("/seconds")}>
          {(attributes) => (
            <select {...attributes} name="hours" defaultValue="12">
              {LIVES.map((hours) => (
                <option key={hours} value={hours} selected={hours === 12}>
                  {account.lifeOf(hours)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </FormDialog>
  );
}

function MadeToken({ made, onClose }: { readonly made: Made; readonly onClose: () => void }) {
  const { account } = text.value;
  return (
    <Dialog title={account.madeTitle} onClose={onClose}>
      <div class="stack">
        <p>{account.madeNote}</p>
        <p class="secret">
          <Copy value={made.token} />
        </p>
        <p class="muted">{account.expires(dateTime(made.expiresAt))}</p>
      </div>
      <footer>
        <Button look="primary" onClick={onClose}>
          {account.madeDone}
        </Button>
      </footer>
    </Dialog>
  );
}

export function Tokens() {
  const { data, error, refresh } = useLive(tokens);
  const { account } = text.value;
  const [makes, setMakes] = useState(false);
  const [made, setMade] = useState<Made>();
  const [toDelete, setToDelete] = useState<Token>();
  const when = (token: Token): string =>
    token.expiresAt === null ? account.expiresNever : account.expires(dateTime(token.expiresAt));
  return (
    <section class="card section" aria-labelledby="tokens">
      <div class="section-head">
        <h2 id="tokens">{account.tokens}</h2>
        <Button icon="new" onClick={() => setMakes(true)}>
          {account.makeToken}
        </Button>
      </div>
      <p class="muted">{account.tokensNote}</p>
      {error.value !== undefined && <ErrorNote error={error.value} retry={() => void refresh()} />}
      <ul class="lines">
        {data.value?.map((token) => (
          <li key={token.id}>
            <div class="line-text">
              <span class="name">
                <code>{token.id}</code>
                {isOwn(token) && <span class="tag">{account.thisSession}</span>}
              </span>
              <span class="muted small">
                {when(token)}
                {token.expiresAt !== null && ` (${fromNow(token.expiresAt)})`}
              </span>
            </div>
            <Button look="quiet" icon="close" label={account.endTokenOf(token.id)} onClick={() => setToDelete(token)} />
          </li>
        ))}
      </ul>
      {makes && <MakeToken onMade={setMade} onClose={() => setMakes(false)} />}
      {made !== undefined && <MadeToken made={made} onClose={() => setMade(undefined)} />}
      {toDelete !== undefined && (
        <Confirm
          title={account.endTokenTitle(toDelete.id)}
          action={account.endToken}
          danger
          onClose={() => setToDelete(undefined)}
          run={async () => {
            await api("delete", "/me/tokens/{token}", { params: { token: toDelete.id } });
            notify(account.tokenEnded(toDelete.id));
            await tokens.refresh();
          }}
        >
          <p>{isOwn(toDelete) ? account.endOwnToken : account.endTokenNote}</p>
        </Confirm>
      )}
    </section>
  );
}
