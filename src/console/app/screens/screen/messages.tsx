/** The message in place of the picture: it is being opened, it cannot be opened, or it was closed. */
import { Button, ButtonLink, Empty, ErrorNote, Loading } from "../../parts/index.ts";
import { text } from "../../text/index.ts";
import type { Ended } from "./connection.ts";
import type { ScreenState } from "./session.ts";

/** Why a screen was closed, in words. */
function reasonOf({ code, reason, wrongPassword }: Ended): string {
  const { screen } = text.value;
  if (wrongPassword) return screen.wrongPassword;
  const words: Readonly<Record<string, string>> = screen.codes;
  return words[`c${code}`] ?? (reason === "" ? screen.noAnswer : reason);
}

interface MessageProps {
  readonly state: ScreenState;
  readonly onAgain: () => void;
}

export function Message({ state, onAgain }: MessageProps) {
  const { screen, common } = text.value;
  const actions = (
    <div class="screen-actions">
      <Button look="primary" onClick={onAgain}>
        {state.is === "closed" ? screen.open : common.tryAgain}
      </Button>
      <ButtonLink to="/">{screen.toMachines}</ButtonLink>
    </div>
  );
  switch (state.is) {
    case "open":
      return null;
    case "opening":
      return <Loading />;
    case "again":
      return (
        <p class="loading" role="status">
          <span class="spinner" aria-hidden="true" /> {screen.again}
        </p>
      );
    case "refused":
      return (
        <Empty icon="screen" title={screen.refused}>
          <p>{screen.obstacles[state.obstacle ?? "state"]}</p>
          {actions}
        </Empty>
      );
    case "failed":
      return (
        <Empty icon="screen" title={screen.refused}>
          <ErrorNote error={state.error} />
          {actions}
        </Empty>
      );
    case "closed":
      return (
        <Empty icon="screen" title={state.ended.wasOpen ? screen.closed : screen.refused}>
          <p>{reasonOf(state.ended)}</p>
          {actions}
        </Empty>
      );
  }
}
