/** A STORAGE from options. */
import { basename } from "node:path";
import { OcciError } from "../errors.ts";
import { given, text } from "../terminal/arguments.ts";
import type { Arguments } from "../terminal/command.ts";
import { element, join, type Markup, optionalElement, textElement } from "../xml/write.ts";
import { mebibytes } from "./memory.ts";

/** The options that make a request. */
export const STORAGE_OPTIONS = [
  "name",
  "type",
  "description",
  "file",
  "from",
  "size",
  "fstype",
  "persistent",
  "public",
];

export interface StorageOptions {
  readonly xml: Markup;
  readonly name: string;
  /** The file to upload. */
  readonly file?: string;
}

/** @throws OcciError USAGE for what cannot work. */
export function storageFromOptions(args: Arguments): StorageOptions {
  const file = text(args, "file");
  const from = text(args, "from");
  const size = text(args, "size");
  const name = text(args, "name") ?? (file === undefined ? undefined : basename(file));
  if (name === undefined) throw new OcciError("USAGE", "create requires --name.");
  const sources = [file && "--file", from && "--from", size && "--size"].filter(Boolean);
  if (sources.length > 1) {
    throw new OcciError("USAGE", `${sources.join(" and ")} exclude each other: each names the source of the image.`);
  }
  if (sources.length === 0) {
    throw new OcciError("USAGE", "create requires --file, --from or, for an empty DATABLOCK, --size.");
  }
  if (from !== undefined && !/^https?:\/\//i.test(from)) {
    throw new OcciError("USAGE", `--from must be a URL of http or https, not ${JSON.stringify(from)}.`, {
      hint: "Use --file to upload a local file.",
    });
  }
  const type = text(args, "type") ?? (size === undefined ? undefined : "DATABLOCK");
  if (size !== undefined && type !== "DATABLOCK") {
    throw new OcciError("USAGE", `--size creates an empty DATABLOCK, not an image of type ${type}.`);
  }
  if (size === undefined && text(args, "fstype") !== undefined) {
    throw new OcciError("USAGE", "--fstype is the file system of an empty DATABLOCK: it requires --size.", {
      hint: `An image of ${file === undefined ? "--from" : "--file"} keeps the file system that it contains.`,
    });
  }
  const content = [
    textElement("NAME", name),
    ...optionalElement("TYPE", type),
    ...optionalElement("DESCRIPTION", text(args, "description")),
    ...optionalElement("SIZE", size === undefined ? undefined : mebibytes("size", size)),
    ...optionalElement("FSTYPE", text(args, "fstype")),
    ...optionalElement("URL", from),
    ...(given(args, "persistent") ? [textElement("PERSISTENT", "YES")] : []),
    ...(given(args, "public") ? [textElement("PUBLIC", "YES")] : []),
  ];
  return { xml: element("STORAGE", {}, join(content)), name, ...(file !== undefined && { file }) };
}
