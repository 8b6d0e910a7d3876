/** XML files that people hand over. */
import { OcciError } from "../errors.ts";
import { readBytes } from "../read-file.ts";
import { firstChild, type XmlElement } from "../xml/element.ts";
import { readXml } from "../xml/read.ts";

export interface XmlFile {
  /** As it stands there. */
  readonly text: string;
  readonly root: XmlElement;
  /** The file in messages. */
  readonly shown: string;
}

/** @param path `-` is standard input. @throws OcciError FILE_FAULT, INVALID_XML with file, line and column. */
export function readXmlFile(path: string): XmlFile {
  const bytes = readBytes(path === "-" ? 0 : path, path);
  const shown = path === "-" ? "Standard input" : path;
  try {
    return { text: new TextDecoder().decode(bytes), root: readXml(bytes), shown };
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    throw new OcciError(error.code, `${shown}: ${error.message}`, error.hint === undefined ? {} : { hint: error.hint });
  }
}

/** The id in a document that is to change a resource. @throws OcciError FILE_FAULT. */
export function idIn({ root }: XmlFile, path: string): string {
  const id = firstChild(root, "ID")?.text.trim();
  if (id !== undefined && /^\d+$/.test(id)) return id;
  throw new OcciError("FILE_FAULT", `${path} has no element ID with the id of the resource to change.`);
}
