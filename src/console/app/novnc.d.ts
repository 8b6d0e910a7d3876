/** The part of noVNC that the console uses; the package has no types (see its docs/API.md). */
declare module "@novnc/novnc" {
  export interface RfbOptions {
    readonly shared?: boolean;
    readonly credentials?: { readonly password?: string };
  }

  export default class RFB extends EventTarget {
    constructor(target: HTMLElement, channel: WebSocket, options?: RfbOptions);
    scaleViewport: boolean;
    background: string;
    focus(): void;
    blur(): void;
    disconnect(): void;
    sendCtrlAltDel(): void;
    /** @param down left out: pressed and released. */
    sendKey(keysym: number, code: string | null, down?: boolean): void;
  }
}
