/** Login tokens. */
import * as tokens from "../../../cloud/self-service/tokens.ts";
import * as json from "../../../dialects/json/index.ts";
import { changedResult, readResult } from "../answers.ts";
import { documentOf, type Handlers, headersOf } from "./shared.ts";

/** Seconds. */
const HALF_A_DAY = 12 * 3600;

export const tokensHandlers: Handlers = {
  listTokens: async (request) => readResult(headersOf(request), json.renderTokens(await tokens.listTokens(request))),

  createToken: async (request) => {
    const { seconds = HALF_A_DAY } = await documentOf(request, json.NewToken);
    return changedResult(201, json.renderNewToken(await tokens.makeToken(request, seconds)));
  },

  deleteToken: async (request) => {
    await tokens.revokeToken(request, request.params.token ?? "");
    return { status: 204 };
  },
};
