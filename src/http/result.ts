/** The result of a route's handler: values, from which `respond.ts` alone makes an HTTP answer. */
import type { Markup } from "../xml/write.ts";

export interface Result {
  /**
   * 101: the connection has become a WebSocket. 302 leads elsewhere. 304: what the client has already is still right.
   * 403 is a page.
   */
  readonly status: 101 | 200 | 201 | 202 | 204 | 302 | 304 | 403;
  /** One document; of a large one the pieces in order. */
  readonly body?: Markup | readonly Uint8Array[];
  /** An answer without a known end, in place of a body. */
  readonly stream?: { readonly body: ReadableStream<Uint8Array>; readonly ended: Promise<void>; end(): void };
  /** XML when it is not said. */
  readonly contentType?: string;
  /** More of them; their characters are bytes. */
  readonly headers?: readonly (readonly [string, string])[];
  /** Members of a list that could not be read, as `compute 17`. */
  readonly skipped?: readonly string[];
  /** The location of a created resource, or the target of a 302. */
  readonly location?: string;
}
