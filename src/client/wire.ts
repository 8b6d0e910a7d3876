/** The interface that the clients need of a connection. The sockets of node have it. */
export interface Wire {
  /**
   * @returns false when it is not taken at once: the event `drain` reports when. The caller must not write before that,
   *   and the bytes must not be changed.
   */
  write(bytes: Uint8Array): boolean;
  /** Closes it, whatever is under way. */
  destroy(): void;
  on(event: "data", listener: (bytes: Buffer) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "drain" | "end" | "close", listener: () => void): unknown;
  off(event: "data", listener: (bytes: Buffer) => void): unknown;
  off(event: "error", listener: (error: Error) => void): unknown;
  off(event: "drain" | "end" | "close", listener: () => void): unknown;
}
