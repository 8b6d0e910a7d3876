/** Sign in: by user name and password, or by the browser's certificate. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Button, ErrorNote, Field, Icon } from "../../parts/index.ts";
import { type ApiError, asApiError } from "../../problem.ts";
import { signIn, signInByCertificate } from "../../session.ts";
import { site } from "../../site.ts";
import { text } from "../../text/index.ts";

/** The message for a user who signs in; undefined when the server's own message is best. */
function words(error: ApiError, hasCode: boolean): string | undefined {
  const { signIn: texts, errors } = text.value;
  switch (error.code) {
    case "BAD_CREDENTIALS":
      return hasCode ? texts.wrongCode : texts.wrong;
    case "LOGIN_DELAYED":
      return texts.delayed(error.retryAfter ?? 1);
    case "ONED_UNREACHABLE":
    case "ONED_TIMEOUT":
      return texts.cloudDown;
    case "OFFLINE":
      return errors.offline;
    default:
      return undefined;
  }
}

/** Why it did not work: the fields keep what was typed. */
function Failure({ error, hasCode }: { readonly error: ApiError; readonly hasCode: boolean }) {
  const said = words(error, hasCode);
  if (said === undefined) return <ErrorNote error={error} />;
  return (
    <div class="note failed" role="alert">
      <Icon name="warning" />
      <p>{said}</p>
    </div>
  );
}

function UserField({ user }: { readonly user: string | undefined }) {
  return (
    <Field label={text.value.signIn.user}>
      {(attributes) => (
        <input
          {...attributes}
          name="user"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          readOnly={user !== undefined}
          defaultValue={user ?? ""}
        />
      )}
    </Field>
  );
}

function PasswordField() {
  return (
    <Field label={text.value.signIn.password}>
      {(attributes) => (
        <input {...attributes} name="password" type="password" autocomplete="current-password" required />
      )}
    </Field>
  );
}

/** The code of the second factor. */
function CodeField() {
  const { signIn: texts } = text.value;
  return (
    <Field label={texts.code} hint={texts.codeNote}>
      {(attributes) => (
        <input
          {...attributes}
          name="code"
          inputMode="numeric"
          autocomplete="one-time-code"
          spellcheck={false}
          maxLength={16}
          required
        />
      )}
    </Field>
  );
}

/** @param user given where somebody signs in again: only the password is asked for. */
export function SignInForm({ user }: { readonly user?: string }) {
  const { signIn: texts } = text.value;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [asksCode, setAsksCode] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const field = (name: string): HTMLInputElement | undefined => {
    const found = form.current?.elements.namedItem(name);
    return found instanceof HTMLInputElement ? found : undefined;
  };
  useEffect(() => field(user === undefined ? "user" : "password")?.focus(), []);
  useEffect(() => field("code")?.focus(), [asksCode]);
  const attempt = async (run: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await run();
    } catch (thrown) {
      const failure = asApiError(thrown);
      setBusy(false);
      if (failure.code === "SECOND_FACTOR") {
        setAsksCode(true);
        return;
      }
      setError(failure);
      field(asksCode ? "code" : "password")?.select();
    }
  };
  const typed = (endFirst: boolean): Promise<void> =>
    attempt(() =>
      signIn({
        user: user ?? field("user")?.value ?? "",
        password: field("password")?.value ?? "",
        ...(asksCode && { code: field("code")?.value ?? "" }),
        endFirst,
      }),
    );
  if (!isSecureContext) return <p class="note failed">{texts.insecure}</p>;
  return (
    <form
      ref={form}
      class="stack"
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void typed(false);
      }}
    >
      {error !== undefined && <Failure error={error} hasCode={asksCode} />}
      <UserField user={user} />
      <PasswordField />
      {asksCode && <CodeField />}
      <Button look="primary" submit busy={busy}>
        {texts.action}
      </Button>
      {error?.code === "WRONG_STATE" && <Button onClick={() => void typed(true)}>{texts.endFirst}</Button>}
      {site.certificates && user === undefined && (
        <Button onClick={() => void attempt(signInByCertificate)}>{texts.certificate}</Button>
      )}
    </form>
  );
}
