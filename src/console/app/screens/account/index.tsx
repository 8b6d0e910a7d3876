/** The user: keys, tokens, quotas, how the page looks, and out. */
import { useState } from "preact/hooks";
import { me } from "../../data/me.ts";
import { dateTime } from "../../format.ts";
import { useLive } from "../../live.ts";
import { Button, Confirm, ErrorNote, Loading } from "../../parts/index.ts";
import { session, signOut } from "../../session.ts";
import { text } from "../../text/index.ts";
import { Keys } from "./keys.tsx";
import { ThisPage } from "./page.tsx";
import { AllQuotas } from "./quotas.tsx";
import { Tokens } from "./tokens.tsx";

function SignOut() {
  const { account } = text.value;
  const [asks, setAsks] = useState<"here" | "everywhere">();
  const { value } = session;
  const expires = value.is === "in" ? value.expires : undefined;
  return (
    <section class="card section" aria-labelledby="session">
      <h2 id="session">{account.session}</h2>
      {expires !== undefined && <p class="muted">{account.sessionUntil(dateTime(expires))}</p>}
      <div class="section-buttons">
        <Button icon="out" onClick={() => setAsks("here")}>
          {account.outHere}
        </Button>
        <Button onClick={() => setAsks("everywhere")}>{account.outEverywhere}</Button>
      </div>
      {asks !== undefined && (
        <Confirm
          title={asks === "here" ? account.outHereTitle : account.outEverywhereTitle}
          action={asks === "here" ? account.outHere : account.outEverywhere}
          danger={asks === "everywhere"}
          onClose={() => setAsks(undefined)}
          run={() => signOut(asks === "everywhere")}
        >
          <p>{asks === "here" ? account.outHereNote : account.outEverywhereNote}</p>
        </Confirm>
      )}
    </section>
  );
}

export default function Account() {
  const { data, error, refresh } = useLive(me);
  const { account } = text.value;
  const { value } = data;
  return (
    <>
      <div class="head">
        <h1>{account.title}</h1>
        {value !== undefined && <span class="muted">{account.userInGroup(value.name, value.group.name)}</span>}
      </div>
      {error.value !== undefined && <ErrorNote error={error.value} retry={() => void refresh()} />}
      {value === undefined && error.value === undefined && <Loading />}
      {value !== undefined && (
        <div class="sections">
          <div class="sections-main">
            <Keys />
            <Tokens />
            <AllQuotas />
          </div>
          <div class="sections-side">
            <ThisPage />
            <SignOut />
          </div>
        </div>
      )}
    </>
  );
}
