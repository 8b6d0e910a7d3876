/** What is known of oned's objects at a point of a recording: the latest that an answer told of each. For tests. */
import type { RecordedCall, Recording } from "../../../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import { readLenient } from "../../../dialects/opennebula-xml/testing/replay/lenient.ts";
import { type XmlElement, xmlElement } from "../../../xml/element.ts";
import { leaf, type Made, textIn, upgradeImage, upgradeVm, upgradeVnet, withChildren } from "./upgrade.ts";

export type ObjectKind = "VM" | "VNET" | "IMAGE" | "USER";

const KIND_OF_CALL: Readonly<Record<string, ObjectKind>> = { vm: "VM", vn: "VNET", image: "IMAGE", user: "USER" };

/** The kind of object that a call is about: `one.vm.info` and `one.vmpool.info` both are about VMs. */
export function kindOf(method: string): ObjectKind | undefined {
  const [, about = ""] = method.split(".");
  return KIND_OF_CALL[about.replace(/pool$/, "")];
}

export function isRead(method: string): boolean {
  return /\.info(extended)?$/.test(method);
}

function usersOf(recording: Recording): Map<string, string> {
  const uid = (text: string) => /uid (\d+)/.exec(text)?.[1] ?? "";
  return new Map(Object.entries(recording.users).map(([name, text]) => [uid(text), name]));
}

/** KiB of the images, as 2.0's answers told them. */
function fileSizesOf(recording: Recording): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { answer } of recording.cases) {
    const [, id, kib] = /^<STORAGE [^>]*><ID>(\d+)<\/ID>.*<SIZE>(\d+)<\/SIZE>/s.exec(answer) ?? [];
    if (id !== undefined && kib !== undefined) sizes.set(id, Number(kib));
  }
  return sizes;
}

export class KnownObjects {
  readonly #users: ReadonlyMap<string, string>;
  readonly #fileSizes: ReadonlyMap<string, number>;
  readonly #objects = new Map<string, XmlElement>();
  readonly #made = new Map<string, Made>();

  constructor(recording: Recording) {
    this.#users = usersOf(recording);
    this.#fileSizes = fileSizesOf(recording);
  }

  get(kind: ObjectKind, id: number | string): XmlElement | undefined {
    return this.#objects.get(`${kind} ${id}`);
  }

  set(object: XmlElement): void {
    // The id -1 stands for none: oned 2.0 showed an empty object for it.
    if (textIn(object, "ID") !== "-1") this.#objects.set(`${object.name} ${textIn(object, "ID")}`, object);
  }

  delete(kind: ObjectKind, id: number | string): void {
    this.#objects.delete(`${kind} ${id}`);
  }

  /** An object that this server's own call has made: answers show it as that call wanted it. */
  made(kind: ObjectKind, id: number | string, as: Made): void {
    this.#made.set(`${kind} ${id}`, as);
  }

  /** Sets elements of a known object. */
  change(kind: ObjectKind, id: number | string, ...children: readonly XmlElement[]): void {
    const known = this.get(kind, id);
    if (known !== undefined) this.set(withChildren(known, ...children));
  }

  /** The group's USE bit. */
  publish(kind: ObjectKind, id: number | string, open: boolean): void {
    const permissions = this.get(kind, id)?.children.find((child) => child.name === "PERMISSIONS");
    if (permissions === undefined) throw new Error(`${kind} ${id} is not known`);
    this.change(kind, id, withChildren(permissions, leaf("GROUP_U", open ? "1" : "0")));
  }

  #upgrade(object: XmlElement): XmlElement {
    const made = this.#made.get(`${object.name} ${textIn(object, "ID")}`);
    const facts = { users: this.#users, fileSizes: this.#fileSizes, made };
    if (object.name === "VM") return upgradeVm(object, facts);
    if (object.name === "VNET") return upgradeVnet(object, facts);
    if (object.name === "IMAGE") return upgradeImage(object, facts);
    return object;
  }

  /** All known objects that a pool call is about. */
  poolFor(method: string): XmlElement {
    // The old clouds had no security groups.
    const kind = kindOf(method) ?? "SECURITY_GROUP";
    const members = [...this.#objects.values()].filter((object) => object.name === kind);
    return xmlElement(`${kind}_POOL`, {}, members);
  }

  /** Takes in what a recorded answer tells; of a document the upgraded form. */
  learn(call: RecordedCall): XmlElement | undefined {
    const { method, params, result } = call;
    if (method === null || result?.[0] !== true) return undefined;
    const kind = kindOf(method);
    if (kind !== undefined && /\.delete$/.test(method)) this.delete(kind, String(params[0]));
    if (!isRead(method)) return undefined;
    const document = readLenient(String(result[1]));
    if (!document.name.endsWith("_POOL")) {
      const object = this.#upgrade(document);
      this.set(object);
      return object;
    }
    const members = document.children.map((member) => this.#upgrade(member));
    for (const member of members) if (/^(VM|VNET|IMAGE)$/.test(member.name)) this.set(member);
    return xmlElement(document.name, {}, members);
  }
}
