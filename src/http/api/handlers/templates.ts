/** VM templates and sizes. */
import { listSizes } from "../../../cloud/self-service/sizes.ts";
import { listTemplates, showTemplate } from "../../../cloud/self-service/templates.ts";
import * as json from "../../../dialects/json/index.ts";
import { pageResult, readResult } from "../answers.ts";
import { idIn } from "../request.ts";
import { type Handlers, headersOf, nameFilter, pageOf, placeOf, skipping } from "./shared.ts";

export const templatesHandlers: Handlers = {
  listSizes: async (request) => {
    await request.call.known();
    return readResult(headersOf(request), json.renderSizes(listSizes(request.deps)));
  },

  listTemplates: async (request) => {
    const { skipped, skip } = skipping("template");
    const page = await listTemplates(request, pageOf(request), nameFilter(request), skip);
    return pageResult(headersOf(request), json.renderTemplates(page, placeOf(request, "/templates")), skipped);
  },

  getTemplate: async (request) =>
    readResult(headersOf(request), json.renderTemplate(await showTemplate(request, idIn(request)))),
};
