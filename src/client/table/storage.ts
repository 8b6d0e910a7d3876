/** `occi-storage`: images. */
import type { Command, Options, Word } from "../../terminal/command.ts";
import { clientProgram, IMAGE_STATES, wait } from "./common.ts";
import {
  CREATE_FILE,
  deleteCommand,
  listCommand,
  renameCommand,
  showCommand,
  switchCommand,
  updateCommand,
  watchCommand,
} from "./shapes.ts";

const IMAGE: Word = { name: "IMAGE", names: "storage" };
const WAIT = wait("an image: READY", IMAGE_STATES, "storage");
/** Accepted for old scripts: uploads are multipart anyway. */
const MULTIPART: Options = {
  multipart: { short: "M", summary: "accepted for old scripts; uploads are always multipart" },
};
const DESCRIBED: Options = {
  type: {
    value: "TYPE",
    choices: ["OS", "CDROM", "DATABLOCK", "KERNEL", "RAMDISK", "CONTEXT"],
    summary: "the type of the image",
  },
  description: { value: "TEXT", summary: "what it is for" },
};

const CREATE: Command = {
  name: "create",
  words: [CREATE_FILE],
  summary: "upload an image or create an empty one, from options or from an XML file",
  details: [
    "The source of an image is a file to upload, an http(s) URL that the server allows, or nothing (an empty DATABLOCK).\n" +
      "In an XML FILE the element URL names the local file. On a terminal a bar shows the progress.",
  ],
  options: {
    name: { value: "NAME", summary: "its name (default: the name of the file)" },
    ...DESCRIBED,
    file: { value: "FILE", names: "file", summary: "the file to upload" },
    from: { value: "URL", summary: "have the cloud download it from this URL" },
    size: { value: "SIZE", summary: "create an empty DATABLOCK of this size: 512M, 10G" },
    fstype: { value: "FS", summary: "the file system of an empty DATABLOCK: ext4, xfs, ..." },
    persistent: { summary: "write a machine's changes to the image itself (persistent)" },
    public: { summary: "let your group use it" },
    ...WAIT,
    ...MULTIPART,
  },
  examples: [
    ["create --name debian --type OS --file debian.qcow2 --wait", "upload an image"],
    ["create --name data --type DATABLOCK --size 10G --fstype ext4", "an empty disk"],
    ["create image.xml", "from an XML file (- is standard input)"],
  ],
  load: async () => (await import("../commands/storage-create.ts")).run,
};

const CLONE: Command = {
  name: "clone",
  words: [IMAGE, { name: "NAME" }],
  summary: "copy an image",
  details: [],
  options: WAIT,
  examples: [["clone debian debian-2 --wait", "a copy named debian-2"]],
  load: async () => (await import("../commands/storage-clone.ts")).run,
};

export const OCCI_STORAGE = clientProgram({
  name: "occi-storage",
  summary: "images of an OpenNebula cloud, over OCCI",
  details: ["Uploads, shows, changes, copies and deletes images. Name them by id or name; a number is an id."],
  commands: [
    CREATE,
    listCommand("storage", "list the images"),
    showCommand("storage", IMAGE, "show an image"),
    watchCommand("storage", "list the images repeatedly"),
    updateCommand(
      "storage",
      ["an", "image"],
      DESCRIBED,
      ["update debian --description 'Debian 13'", "change the description"],
      MULTIPART,
    ),
    CLONE,
    switchCommand("storage", IMAGE, "publish", "let the owner's group use it", ["PUBLIC", "YES"]),
    switchCommand("storage", IMAGE, "unpublish", "let only the owner use it", ["PUBLIC", "NO"]),
    switchCommand("storage", IMAGE, "persistent", "write a machine's changes to the image itself", [
      "PERSISTENT",
      "YES",
    ]),
    switchCommand("storage", IMAGE, "nonpersistent", "give each machine its own copy", ["PERSISTENT", "NO"]),
    renameCommand("storage", IMAGE),
    deleteCommand("storage", { ...IMAGE, many: true }, "delete images", "image"),
  ],
  examples: [
    ["create --name debian --type OS --file debian.qcow2 --wait", "upload an image, with a progress bar"],
    ["list", "the images that you can see"],
    ["clone debian debian-2", "a copy"],
    ["delete debian-2", "delete it permanently"],
  ],
});
