/** Messages that come and go, and announcements for screen readers. */
import { Button, Icon } from "./parts/index.ts";
import { text } from "./text/index.ts";
import { announcement, closeToast, toasts } from "./toast.ts";

export function Toasts() {
  const { common } = text.value;
  return (
    <div class="toasts">
      <output class="unseen" aria-live="polite">
        {announcement.value}
      </output>
      {toasts.value.map(({ id, kind, text: words, hint }) => (
        <div key={id} class={`toast ${kind}`} role={kind === "failed" ? "alert" : "status"}>
          <Icon name={kind === "failed" ? "warning" : "check"} />
          <div>
            <p>{words}</p>
            {hint !== undefined && <p class="muted small">{hint}</p>}
          </div>
          <Button look="quiet" icon="close" label={common.close} onClick={() => closeToast(id)} />
        </div>
      ))}
    </div>
  );
}
