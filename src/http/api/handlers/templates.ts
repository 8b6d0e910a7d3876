/** VM templates and sizes. */
import { listSizes } from "../../../cloud/self-service/sizes.ts";
import { listTemplates, showTemplate } from "../../../cloud/self-service/templates.ts";
import * as json from "../../../dialects/json/index.ts";
import { readResult } from "../answers.ts";
import { idIn } from "../request.ts";
import { type Handlers, headersOf, listHandler } from "./shared.ts";

export const templatesHandlers: Handlers = {
  listSizes: async (request) => {
    await request.call.known();
    return readResult(headersOf(request), json.renderSizes(listSizes(request.deps)));
  },

  listTemplates: listHandler(["template", "/templates"], listTemplates, json.renderTemplates),

  getTemplate: async (request) =>
    readResult(headersOf(request), json.renderTemplate(await showTemplate(request, idIn(request)))),
};
