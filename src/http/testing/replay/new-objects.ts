/** Objects that the recording does not have, as oned 6.x shows them when they have just been made. For tests. */
import type { TemplateNode } from "../../../oned-sim/template.ts";
import { type XmlElement, xmlElement } from "../../../xml/element.ts";
import type { ObjectKind } from "./known-objects.ts";
import { leaf } from "./upgrade.ts";

const IMAGE_TYPES = ["OS", "CDROM", "DATABLOCK"];

function attribute({ name, value }: TemplateNode[number]): XmlElement {
  if (typeof value === "string") return leaf(name, value);
  return xmlElement(
    name,
    {},
    [...value].map(([key, text]) => leaf(key, text)),
  );
}

/** Whose it is, and that only they may use it. */
function owned(id: number, user: string): XmlElement[] {
  return [
    leaf("ID", String(id)),
    leaf("UID", "2"),
    leaf("UNAME", user),
    leaf("GNAME", "users"),
    xmlElement("PERMISSIONS", {}, [leaf("GROUP_U", "0"), leaf("OTHER_U", "0")]),
  ];
}

/** A machine that is PENDING, a network or an image that is READY, with the attributes as they were asked for. */
export function objectOfTemplate(kind: ObjectKind, id: number, user: string, template: TemplateNode): XmlElement {
  const named = (...names: readonly string[]) => template.filter(({ name }) => names.includes(name)).map(attribute);
  const rest = (...names: readonly string[]) => template.filter(({ name }) => !names.includes(name)).map(attribute);
  const common = [...owned(id, user), ...named("NAME"), leaf("STATE", "1")];
  if (kind === "VM") {
    return xmlElement(kind, {}, [
      ...common,
      leaf("LCM_STATE", "0"),
      xmlElement("TEMPLATE", {}, rest("NAME", "INSTANCE_TYPE")),
      xmlElement("USER_TEMPLATE", {}, named("INSTANCE_TYPE")),
    ]);
  }
  const description = xmlElement("TEMPLATE", {}, named("DESCRIPTION"));
  if (kind === "VNET") {
    const ranges = named("AR").map((range, index) =>
      xmlElement("AR", {}, [leaf("AR_ID", String(index)), ...range.children]),
    );
    return xmlElement(kind, {}, [...common, xmlElement("AR_POOL", {}, ranges), leaf("USED_LEASES", "0"), description]);
  }
  const type = named("TYPE")[0]?.text ?? "";
  return xmlElement(kind, {}, [
    ...common,
    leaf("TYPE", String(IMAGE_TYPES.indexOf(type))),
    ...(named("SIZE").length === 0 ? [leaf("SIZE", "1")] : named("SIZE")),
    leaf("PERSISTENT", "0"),
    ...named("PATH", "FS", "FORMAT"),
    description,
  ]);
}

/** The image of a saved disk. */
export function savedImage(id: number, user: string, name: string): XmlElement {
  return objectOfTemplate("IMAGE", id, user, [
    { name: "NAME", value: name },
    { name: "TYPE", value: "OS" },
  ]);
}
