/** Images of disks. */
import { type Static, Type } from "@sinclair/typebox";
import { Description, id, listOf, mebibytes, nullable, ObjectName, object, Reference, text, words } from "./parts.ts";

export const Image = object(
  "Image",
  {
    id: id("the image"),
    name: Type.String(),
    description: nullable(Type.String()),
    state: words(["copying", "ready", "used", "disabled", "failed", "deleting"]),
    message: nullable(text("The operation that OpenNebula is carrying out on it.")),
    error: nullable(text("The reason of the failure, in OpenNebula's words.")),
    type: text("`os`, `cdrom`, `datablock`, ..."),
    sizeMiB: mebibytes("Size"),
    fileSystem: nullable(Type.String()),
    persistent: Type.Boolean({
      description:
        "Whether the image keeps the changes of its machine; only one machine at a time can use a persistent image.",
    }),
    public: Type.Boolean({ description: "Whether the group or everybody can use it." }),
    machines: Type.Array(id("a machine that uses it")),
    datastore: nullable(id("its datastore")),
    owner: Reference,
    oned: object("OnedImageState", { state: Type.String() }, "OpenNebula's name of the state."),
  },
  "An image of a disk.",
);

export const Images = listOf(Image, "Images");

export const NewImage = object(
  "NewImage",
  {
    name: ObjectName,
    description: Type.Optional(Description),
    type: Type.Optional(words(["os", "cdrom", "datablock"])),
    sizeMiB: Type.Optional(Type.Integer({ minimum: 1, description: "Size of an empty image." })),
    fileSystem: Type.Optional(
      Type.String({ minLength: 1, maxLength: 16, description: "File system of an empty image: ext4, ..." }),
    ),
    url: Type.Optional(
      Type.String({
        maxLength: 4096,
        description: "URL from which OpenNebula downloads the image, if the server allows it.",
      }),
    ),
    persistent: Type.Optional(Type.Boolean()),
    public: Type.Optional(Type.Boolean()),
  },
  "An empty image, or one that OpenNebula downloads.",
);

export const ImagePatch = object(
  "ImagePatch",
  {
    name: Type.Optional(ObjectName),
    description: Type.Optional(nullable(Description)),
    persistent: Type.Optional(Type.Boolean()),
    public: Type.Optional(Type.Boolean()),
  },
  "Changes of an image (JSON Merge Patch, RFC 7396).",
);

export type NewImageDocument = Static<typeof NewImage>;

export type ImagePatchDocument = Static<typeof ImagePatch>;
