/** Images. */
import * as images from "../../../cloud/self-service/images.ts";
import type { StagedFile } from "../../../cloud/staged-upload.ts";
import * as json from "../../../dialects/json/index.ts";
import type { DiskImage } from "../../../model.ts";
import { boundaryOf } from "../../multipart.ts";
import type { Result } from "../../result.ts";
import { receiveDocument as receiveForm, uploadDeps } from "../../upload.ts";
import { changedResult, readResult } from "../answers.ts";
import { type ApiRequest, idIn } from "../request.ts";
import { checkCoding, documentOf, type Handlers, headersOf, keyOf, listHandler, locationOf } from "./shared.ts";

/** 201 when OpenNebula has made it, 202 while it is copying. */
export function createdImage(request: ApiRequest, image: DiskImage): Result {
  return changedResult(
    image.state === "copying" ? 202 : 201,
    json.renderImage(image),
    locationOf(request, "images", image),
  );
}

interface ReceivedImage {
  readonly document: json.NewImageDocument;
  readonly file?: StagedFile;
  /** SHA-256 of the file. */
  readonly digest?: string;
}

/** JSON alone, or a form with the parts `document` and `file`, of somebody whom oned knows. */
async function imageOf(request: ApiRequest): Promise<ReceivedImage> {
  const { call } = request;
  if (boundaryOf(call.request.headers.get("content-type") ?? "") === undefined) {
    return { document: await documentOf(request, json.NewImage) };
  }
  checkCoding(call.request.headers);
  await call.known();
  call.untimed();
  const parse = (text: string): json.NewImageDocument => json.readDocument(json.NewImage, text);
  const { representation, ...file } = await receiveForm(call.request, parse, uploadDeps(call));
  return { document: representation, ...file };
}

export const imagesHandlers: Handlers = {
  listImages: listHandler(["image", "/images"], images.listImages, json.renderImages),

  getImage: async (request) =>
    readResult(headersOf(request), json.renderImage(await images.showImage(request, idIn(request)))),

  createImage: async (request) => {
    const { document, file, digest } = await imageOf(request);
    const how = { ...keyOf(request, "createImage", document, digest), wait: request.wait };
    return createdImage(request, await images.createImage(request, json.newImageOf(document), how, file));
  },

  updateImage: async (request) => {
    const change = json.imageChangeOf(await documentOf(request, json.ImagePatch));
    return changedResult(200, json.renderImage(await images.changeImage(request, idIn(request), change)));
  },

  deleteImage: async (request) => {
    const left = await images.deleteImage(request, idIn(request), request.wait);
    return left === undefined ? { status: 204 } : changedResult(202, json.renderImage(left));
  },

  cloneImage: async (request) => {
    const document = await documentOf(request, json.NewName);
    const how = { ...keyOf(request, "cloneImage", document), wait: request.wait };
    return createdImage(request, await images.cloneImage(request, idIn(request), document.name, how));
  },
};
