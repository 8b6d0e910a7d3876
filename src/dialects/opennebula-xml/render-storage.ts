/** STORAGE out, in the shape of 4.6, ERROR behind it. */
import type { Storage } from "../../model.ts";
import { element, join, type Markup, textElement } from "../../xml/write.ts";
import { href, optionalText, reference, yesNo } from "./render-common.ts";

/** A STORAGE element. SIZE is in MiB. */
export function renderStorage(storage: Storage, base: string): Markup {
  const content = [
    textElement("ID", storage.id),
    textElement("NAME", storage.name),
    reference(base, "USER", storage.user),
    textElement("GROUP", storage.group),
    textElement("STATE", storage.state),
    textElement("TYPE", storage.type),
    ...optionalText("DESCRIPTION", storage.description),
    textElement("SIZE", storage.size),
    ...optionalText("FSTYPE", storage.fstype),
    textElement("PUBLIC", yesNo(storage.public)),
    textElement("PERSISTENT", yesNo(storage.persistent)),
    ...optionalText("ERROR", storage.error),
  ];
  return element("STORAGE", { href: href(base, "STORAGE", storage.id) }, join(content));
}
