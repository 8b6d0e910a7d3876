/** The user of the request. */
import { changeKeys, showMe } from "../../../cloud/self-service/me.ts";
import * as json from "../../../dialects/json/index.ts";
import { changedResult, readResult } from "../answers.ts";
import { documentOf, type Handlers, headersOf } from "./shared.ts";

export const meHandlers: Handlers = {
  getMe: async (request) => readResult(headersOf(request), json.renderMe(await showMe(request))),

  updateMe: async (request) => {
    const { sshKeys } = await documentOf(request, json.MePatch);
    const me = sshKeys === undefined ? await showMe(request) : await changeKeys(request, sshKeys);
    return changedResult(200, json.renderMe(me));
  },
};
