/** Where the JSON API is. */

/** Whether a path is of the API, whatever the headers of the request say. */
export function isApiPath(path: string): boolean {
  return path === "/api" || path.startsWith("/api/");
}
