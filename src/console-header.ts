/**
 * The header of every request that the console's script sends. No form and no page of another origin can send it, and the
 * answer to it must not make a browser ask for a password in a window of its own.
 */
export const CONSOLE_HEADER = "X-OCCI-Console";
