/** The state of a screen that is looked at: opened, lost, opened again, closed for a reason. */
import { api } from "../../api.ts";
import type { ScreenAccess } from "../../model.ts";
import { type ApiError, asApiError } from "../../problem.ts";
import { type Connection, connect, type Ended } from "./connection.ts";

export type ScreenState =
  | { readonly is: "opening" }
  /** The connection was lost; it is tried again. */
  | { readonly is: "again" }
  | { readonly is: "open"; readonly connection: Connection }
  /** There is something in the way. */
  | { readonly is: "refused"; readonly obstacle: ScreenAccess["obstacle"] }
  | { readonly is: "failed"; readonly error: ApiError }
  | { readonly is: "closed"; readonly ended: Ended };

/** Codes after which it is worth another try: the server was restarted, or the network failed. */
const PASSING: ReadonlySet<number> = new Set([1001, 1006, 1012]);
/** The close code of a connection that failed, and of a handshake that was refused. */
const REFUSED = 1006;
/** Milliseconds before each further try. */
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;

/**
 * Keeps a screen open within an element until it is ended.
 * @param onState called with each new state. @returns ends it.
 */
export function keepOpen(target: HTMLElement, id: string, onState: (state: ScreenState) => void): () => void {
  let over = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let connection: Connection | undefined;

  /** Tries once more after a while. @returns whether there was another try left. */
  function again(): boolean {
    const pause = PAUSES[tries];
    if (pause === undefined) return false;
    tries += 1;
    onState({ is: "again" });
    timer = setTimeout(open, pause);
    return true;
  }

  function failed(thrown: unknown): void {
    if (over) return;
    const error = asApiError(thrown);
    // The server may be on its way back.
    if (error.status !== 0 || tries === 0 || !again()) onState({ is: "failed", error });
  }

  const ended = (end: Ended): void => {
    if (over) return;
    if (!end.wrongPassword && end.code === REFUSED && !end.wasOpen) {
      // The browser does not say why; the server does when it is asked by HTTP.
      void read(true).then(() => again() || onState({ is: "closed", ended: end }), failed);
    } else if (end.wrongPassword || !PASSING.has(end.code) || !again()) onState({ is: "closed", ended: end });
  };

  function read(isTrial: boolean): Promise<ScreenAccess> {
    return api("get", "/machines/{id}/screen", {
      params: { id: Number(id) },
      ...(isTrial && { query: { try: true } }),
    });
  }

  async function open(): Promise<void> {
    try {
      const access = await read(false);
      if (over) return;
      if (!access.available) {
        onState({ is: "refused", obstacle: access.obstacle });
        return;
      }
      const made = await connect(target, {
        id,
        password: access.password,
        onOpen() {
          tries = 0;
          onState({ is: "open", connection: made });
        },
        onEnd: ended,
      });
      connection = made;
      if (over) made.end();
    } catch (thrown) {
      failed(thrown);
    }
  }
  void open();
  return () => {
    over = true;
    clearTimeout(timer);
    connection?.end();
  };
}
