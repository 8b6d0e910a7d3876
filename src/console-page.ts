/** The contract between the server and the console's script. */

/**
 * The header of every request that the console's script sends. No form and no page of another origin can send it, and
 * the answer to it must not make a browser ask for a password in a window of its own.
 */
export const CONSOLE_HEADER = "X-OCCI-Console";

/** The data that the server writes into the page, as JSON in the meta element `occi-console`. */
export interface SiteFacts {
  /** The path below which browsers see the server; "" for none. */
  readonly prefix: string;
  readonly title: string;
  readonly logo: boolean;
  readonly help: string | null;
  /** Whether a certificate can name the user. */
  readonly certificates: boolean;
  readonly version: string;
}
