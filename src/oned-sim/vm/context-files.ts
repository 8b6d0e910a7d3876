/** FILES_DS of a CONTEXT: oned finds the files itself, and writes down where they are. */
import { Failure } from "../failure.ts";
import { IMAGE_STATE, type Image } from "../records.ts";
import { type Caller, isAllowed } from "../users/permissions.ts";
import type { World } from "../world.ts";

const FILE =
  /\$(?<word>[A-Za-z0-9_]+)\[[ \t]*(?<key>\w+)[ \t]*=[ \t]*(?:"(?<quoted>[^"]*)"|(?<plain>[A-Za-z0-9]+))(?:[ \t]*,[ \t]*(?<more>\w+)[ \t]*=[ \t]*(?:"(?<quotedMore>[^"]*)"|(?<plainMore>[A-Za-z0-9]+)))?[ \t]*\](?:[^$]|$)?/y;

function ownerOf(world: World, caller: Caller, key: string | undefined, value: string): number {
  if (key === "IMAGE_UID") return Number(value);
  if (key !== "IMAGE_UNAME") return caller.user.id;
  return [...world.users.values()].find((user) => user.name === value)?.id ?? -1;
}

/** @throws Error with the end of oned's sentence. */
function imageOf(world: World, caller: Caller, found: Readonly<Record<string, string | undefined>>): Image {
  const { word = "", key = "", more } = found;
  const value = found.quoted ?? found.plain ?? "";
  if (word.toUpperCase() !== "FILE") throw new Error("Must use FILE variable for attribute.");
  if (key.toUpperCase() === "IMAGE_ID") {
    const image = world.images.get(Number.parseInt(value, 10));
    if (image === undefined) throw new Error(`Image with ID: ${Number.parseInt(value, 10)} does not exist`);
    return image;
  }
  if (key.toUpperCase() !== "IMAGE") throw new Error("Cannot get image, set IMAGE_ID or IMAGE.");
  const owner = ownerOf(world, caller, more?.toUpperCase(), found.quotedMore ?? found.plainMore ?? "");
  const image = [...world.images.values()].find(({ name, uid }) => name === value && uid === owner);
  if (image !== undefined) return image;
  throw new Error(`User ${owner} does not own an image with name: ${value} . Set IMAGE_UNAME or IMAGE_UID of owner.`);
}

function usable(world: World, caller: Caller, image: Image): Image {
  if (isAllowed(world, caller, { right: "USE", kind: "IMAGE", object: image })) return image;
  throw new Error("User not authorize to use image.");
}

function namedIn(world: World, caller: Caller, attribute: string): Image[] {
  const images: Image[] = [];
  for (let at = 0; at < attribute.length; ) {
    FILE.lastIndex = at;
    const found = FILE.exec(attribute);
    try {
      if (found === null)
        throw new Error("syntax error, unexpected RSTRING, expecting VARIABLE at line 0, columns 1:1");
      images.push(usable(world, caller, imageOf(world, caller, found.groups ?? {})));
    } catch (error) {
      throw new Failure("INTERNAL", `Error parsing: ${attribute}. ${(error as Error).message}`);
    }
    at = FILE.lastIndex;
  }
  return images;
}

/** Paths and names of the files, as they stand in the machine's CONTEXT. @throws Failure INTERNAL */
export function resolveFiles(world: World, caller: Caller, text: string): string {
  const images = namedIn(world, caller, text.trimStart());
  for (const { id, type, state } of images) {
    if (type !== "CONTEXT") {
      throw new Failure("INTERNAL", "Only images of type CONTEXT can be used in FILE_DS attribute.");
    }
    if (state !== IMAGE_STATE.READY) throw new Failure("INTERNAL", `${type} Image '${id}' not in READY state.`);
  }
  return images.map(({ source, name }) => `${source}:'${name}' `).join("");
}
