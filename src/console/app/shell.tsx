/** The frame of each screen: the name of the cloud, the pages, the user, messages, keys. */
import { useEffect, useRef, useState } from "preact/hooks";
import { online } from "./api.ts";
import { CurrentScreen } from "./current-screen.tsx";
import { me } from "./data/me.ts";
import { KeysDialog, useKeys } from "./keys.tsx";
import { Dialog, ErrorNote, Icon, Loading, Menu } from "./parts/index.ts";
import { asApiError } from "./problem.ts";
import { href, matchRoute, navigate, route } from "./router.ts";
import { SignInForm } from "./screens/sign-in/index.tsx";
import { SCREENS } from "./screens.ts";
import { type SessionState, session, signOut, start } from "./session.ts";
import { BASE, site } from "./site.ts";
import { text } from "./text/index.ts";
import { useTitle } from "./title.ts";
import { notifyFailure } from "./toast.ts";
import { Toasts } from "./toasts.tsx";

function Brand() {
  return (
    <a class="brand" href={href("/")}>
      {site.logo ? <img src={`${BASE}/logo`} alt="" height="28" /> : <Icon name="cloud" size={26} />}
      <span>{site.title}</span>
    </a>
  );
}

function Pages() {
  const { navigation } = text.value;
  return (
    <nav class="pages" aria-label={navigation.label}>
      {SCREENS.map(({ pattern, page }) =>
        // The account is in the menu of the user.
        page === undefined || page.name === "account" ? null : (
          <a key={pattern} href={href(pattern)} aria-current={route.value.path === pattern ? "page" : undefined}>
            <Icon name={page.icon} />
            <span>{navigation[page.name]}</span>
          </a>
        ),
      )}
    </nav>
  );
}

function leave(everywhere = false): void {
  signOut(everywhere).catch((error) => notifyFailure(text.value.signIn.signOut, asApiError(error)));
}

function UserMenu() {
  const { signIn, common, navigation } = text.value;
  const name = me.data.value?.name ?? "";
  const hasAccount = SCREENS.some(({ page }) => page?.name === "account");
  return (
    <Menu
      label={`${navigation.account}: ${name}`}
      icon="account"
      shown={name}
      items={[
        ...(hasAccount
          ? [{ label: navigation.account, icon: "account" as const, onClick: () => navigate("/account") }]
          : []),
        ...(site.help === null
          ? []
          : [
              {
                label: common.help,
                icon: "help" as const,
                onClick: () => void open(site.help ?? "", "_blank", "noopener"),
              },
            ]),
        { label: signIn.signOut, icon: "out" as const, onClick: () => leave() },
      ]}
    />
  );
}

function Offline() {
  if (online.value) return null;
  const { errors } = text.value;
  return (
    <div class="offline" role="status">
      <Icon name="warning" size={18} />
      <span>
        <strong>{errors.offline}</strong> {errors.offlineHint}
      </span>
    </div>
  );
}

function EndedDialog({ user }: { readonly user: string }) {
  const { signIn } = text.value;
  return (
    <Dialog title={signIn.ended} onClose={() => leave()}>
      <div class="stack">
        <p>{signIn.endedNote}</p>
        <SignInForm user={user} />
      </div>
    </Dialog>
  );
}

function SignedIn({ state }: { readonly state: Extract<SessionState, { is: "in" }> }) {
  const [showsKeys, setShowsKeys] = useState(false);
  const main = useRef<HTMLElement>(null);
  const { path } = route.value;
  const shown = useRef(path);
  const isBare = SCREENS.some(({ pattern, bare }) => bare === true && matchRoute(pattern, path) !== undefined);
  useKeys(() => setShowsKeys(true));
  useEffect(() => {
    // Another screen: screen readers begin there.
    if (shown.current !== path) main.current?.focus();
    shown.current = path;
  }, [path]);
  return (
    <>
      {!isBare && (
        <>
          <a class="skip" href="#main">
            {text.value.common.skip}
          </a>
          <header class="top">
            <Brand />
            <Pages />
            <UserMenu />
          </header>
        </>
      )}
      <Offline />
      <main id="main" class={isBare ? "bare" : "main"} ref={main} tabIndex={-1}>
        <CurrentScreen />
      </main>
      {showsKeys && <KeysDialog onClose={() => setShowsKeys(false)} />}
      {state.ended && <EndedDialog user={state.me.name} />}
    </>
  );
}

function SignedOut() {
  useTitle(text.value.signIn.title);
  return (
    <main class="welcome">
      <div class="welcome-card">
        <div class="brand">
          {site.logo ? <img src={`${BASE}/logo`} alt="" height="40" /> : <Icon name="cloud" size={34} />}
          <span>{site.title}</span>
        </div>
        <h1 class="unseen">{text.value.signIn.title}</h1>
        <SignInForm />
      </div>
      {site.help !== null && (
        <p class="welcome-help">
          <a href={site.help}>{text.value.common.help}</a>
        </p>
      )}
    </main>
  );
}

function Body() {
  const state = session.value;
  switch (state.is) {
    case "starting":
      return (
        <main class="welcome">
          <Loading />
        </main>
      );
    case "down":
      return (
        <main class="welcome">
          <div class="welcome-card">
            <ErrorNote error={state.error} retry={() => void start()} />
          </div>
        </main>
      );
    case "out":
      return <SignedOut />;
    case "in":
      return <SignedIn state={state} />;
  }
}

/** The whole page. */
export function Shell() {
  return (
    <>
      <Body />
      <Toasts />
    </>
  );
}
