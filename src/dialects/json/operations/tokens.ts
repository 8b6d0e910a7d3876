/** Login tokens. */
import { MadeToken, NewToken, Tokens } from "../schemas/me.ts";
import { CHANGE_ERRORS, MADE, type Operation } from "./operation.ts";

export const TOKENS: readonly Operation[] = [
  {
    id: "listTokens",
    method: "GET",
    path: "/me/tokens",
    summary: "The user's login tokens, without the tokens themselves.",
    answers: { 200: Tokens },
    errors: [],
    example: {},
  },
  {
    id: "createToken",
    method: "POST",
    path: "/me/tokens",
    summary: "Creates a login token, which is shown only this once.",
    description:
      "Idempotency-Key is ignored: OpenNebula cannot store the key with a token, and a token is shown only once. A token whose answer was lost expires by itself.",
    body: NewToken,
    answers: { 201: MadeToken },
    errors: CHANGE_ERRORS,
    example: { body: { seconds: 3600 } },
  },
  {
    id: "deleteToken",
    method: "DELETE",
    path: "/me/tokens/{token}",
    summary: "Revokes a login token.",
    answers: { 204: undefined },
    errors: CHANGE_ERRORS,
    example: { after: ["createToken"], params: { token: MADE } },
  },
];
