/** Where the console is. */

export const CONSOLE_PATH = "/ui";
export const SESSION_PATH = "/ui/session";

/** Whether a path is the console's, whatever the headers of the request say. */
export function isConsolePath(path: string): boolean {
  return path === CONSOLE_PATH || path.startsWith(`${CONSOLE_PATH}/`);
}
