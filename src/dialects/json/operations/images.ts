/** Images. */
import { Image, ImagePatch, Images, NewImage } from "../schemas/images.ts";
import { NewName } from "../schemas/machine-parts.ts";
import { after, CHANGE_ERRORS, limit, MACHINE_FILTERS, OBJECT_ERRORS, type Operation, object } from "./operation.ts";

export const IMAGES: readonly Operation[] = [
  {
    id: "listImages",
    method: "GET",
    path: "/images",
    summary: "The images that the user can use.",
    query: object({ limit, after, name: MACHINE_FILTERS.name, mine: MACHINE_FILTERS.mine }),
    answers: { 200: Images },
    errors: [],
    example: {},
  },
  {
    id: "createImage",
    method: "POST",
    path: "/images",
    summary: "Creates an image from an uploaded file or from a URL, or an empty one.",
    takesFile: true,
    body: NewImage,
    answers: { 201: Image, 202: Image },
    isKeyed: true,
    errors: [...CHANGE_ERRORS, "NAME_TAKEN", "DRIVER_REFUSED"],
    example: { body: { name: "scratch", sizeMiB: 64 } },
  },
  {
    id: "getImage",
    method: "GET",
    path: "/images/{id}",
    summary: "An image.",
    answers: { 200: Image },
    errors: OBJECT_ERRORS,
    example: { params: { id: "0" } },
  },
  {
    id: "updateImage",
    method: "PATCH",
    path: "/images/{id}",
    summary: "Changes an image.",
    body: ImagePatch,
    bodyType: "application/merge-patch+json",
    answers: { 200: Image },
    errors: [...CHANGE_ERRORS, "NAME_TAKEN", "IN_USE"],
    example: { params: { id: "2" }, body: { description: "The data of alice" } },
  },
  {
    id: "deleteImage",
    method: "DELETE",
    path: "/images/{id}",
    summary: "Deletes an image that no machine uses.",
    answers: { 202: Image, 204: undefined },
    errors: [...CHANGE_ERRORS, "IN_USE"],
    example: { params: { id: "2" } },
  },
  {
    id: "cloneImage",
    method: "POST",
    path: "/images/{id}/clone",
    summary: "Copies an image.",
    body: NewName,
    answers: { 201: Image, 202: Image },
    isKeyed: true,
    errors: [...CHANGE_ERRORS, "NAME_TAKEN", "DRIVER_REFUSED"],
    example: { params: { id: "0" }, body: { name: "debian-copy" } },
  },
];
