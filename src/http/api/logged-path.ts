/** Paths as the log shows them. */
import { BASE_PATH } from "../../dialects/json/base-path.ts";

const TOKENS = `${BASE_PATH}/me/tokens/`;
/** The id of a login token, as the API makes it. */
const TOKEN_ID = /^[0-9a-f]{12}$/;

/** The path; a login token that was sent where its id belongs does not stay in it. */
export function loggedPath(path: string): string {
  if (!path.startsWith(TOKENS)) return path;
  return TOKEN_ID.test(path.slice(TOKENS.length)) ? path : `${TOKENS}-`;
}
