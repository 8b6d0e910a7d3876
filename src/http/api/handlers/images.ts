/** Images. */
import * as images from "../../../cloud/self-service/images.ts";
import * as json from "../../../dialects/json/index.ts";
import { changedResult, pageResult, readResult } from "../answers.ts";
import { idIn } from "../request.ts";
import { documentOf, type Handlers, headersOf, locationOf, nameFilter, pageOf, placeOf, skipping } from "./shared.ts";

export const imagesHandlers: Handlers = {
  listImages: async (request) => {
    const { skipped, skip } = skipping("image");
    const page = await images.listImages(request, pageOf(request), nameFilter(request), skip);
    return pageResult(headersOf(request), json.renderImages(page, placeOf(request, "/images")), skipped);
  },

  getImage: async (request) =>
    readResult(headersOf(request), json.renderImage(await images.showImage(request, idIn(request)))),

  createImage: async (request) => {
    const image = await images.createImage(request, json.newImageOf(await documentOf(request, json.NewImage)));
    return changedResult(201, json.renderImage(image), locationOf(request, "images", image));
  },

  updateImage: async (request) => {
    const change = json.imageChangeOf(await documentOf(request, json.ImagePatch));
    return changedResult(200, json.renderImage(await images.changeImage(request, idIn(request), change)));
  },

  deleteImage: async (request) => {
    await images.deleteImage(request, idIn(request));
    return { status: 204 };
  },

  cloneImage: async (request) => {
    const { name } = await documentOf(request, json.NewName);
    const image = await images.cloneImage(request, idIn(request), name);
    return changedResult(201, json.renderImage(image), locationOf(request, "images", image));
  },
};
