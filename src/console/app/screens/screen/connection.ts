/** One connection to a screen: noVNC over a WebSocket to the JSON API. noVNC is loaded here, and nowhere else. */
import type RFB from "@novnc/novnc";
import { API } from "../../site.ts";
import { keysOf, lettersOf } from "./keysyms.ts";

export interface Ended {
  /** The close code of the WebSocket. */
  readonly code: number;
  /** In the server's words; "" where there are none. */
  readonly reason: string;
  /** Whether there was a picture before. */
  readonly wasOpen: boolean;
  readonly wrongPassword: boolean;
}

export interface Connection {
  readonly rfb: RFB;
  /** Types a text key by key. @returns whether all of it was typed. */
  type(text: string): Promise<boolean>;
  end(): void;
}

interface ConnectionOptions {
  readonly id: string;
  readonly password: string | null;
  readonly onOpen: () => void;
  readonly onEnd: (ended: Ended) => void;
}

/** Between two keys, milliseconds: a machine that starts reads no faster. */
const KEY_MS = 12;

/** Opens a screen within an element. */
export async function connect(target: HTMLElement, options: ConnectionOptions): Promise<Connection> {
  const { id, password, onOpen, onEnd } = options;
  const { default: Rfb } = await import("@novnc/novnc");
  const url = new URL(`${API}/machines/${encodeURIComponent(id)}/screen`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  let wasOpen = false;
  let wrongPassword = false;
  let done = false;
  socket.addEventListener("close", ({ code, reason }) => {
    if (done) return;
    done = true;
    onEnd({ code, reason, wasOpen, wrongPassword });
  });
  const rfb = new Rfb(target, socket, { shared: true, credentials: { password: password ?? "" } });
  rfb.background = "transparent";
  rfb.scaleViewport = true;
  rfb.addEventListener("connect", () => {
    wasOpen = true;
    onOpen();
  });
  const refused = (): void => {
    wrongPassword = true;
    rfb.disconnect();
  };
  rfb.addEventListener("securityfailure", refused);
  rfb.addEventListener("credentialsrequired", refused);
  return {
    rfb,
    async type(text) {
      for (const letter of lettersOf(text)) {
        if (done) return false;
        for (const { keysym, down } of keysOf(letter)) rfb.sendKey(keysym, null, down);
        await new Promise((resolve) => setTimeout(resolve, KEY_MS));
      }
      return true;
    },
    end() {
      done = true;
      rfb.disconnect();
    },
  };
}
