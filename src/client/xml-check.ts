/**
 * XML files are looked through before they are sent: servers ignore what they do not know, so that a misspelt element makes
 * another machine than was meant. Old scripts go on: what was ignored before is a warning only.
 */
import { nearestName } from "../config/nearest-name.ts";
import { OcciError } from "../errors.ts";
import { complain } from "../terminal/output.ts";
import { childrenNamed, type XmlElement } from "../xml/element.ts";
import { harmless } from "./format/terminal-text.ts";
import { KINDS, type Kind } from "./kinds.ts";
import type { Warn } from "./secret-file.ts";
import { ELEMENTS, type Elements, REFERENCES } from "./xml-elements.ts";
import type { XmlFile } from "./xml-file.ts";
import { linesOf } from "./xml-lines.ts";

type Written = keyof typeof ELEMENTS;

/** A document and where it stands. */
interface Looked {
  readonly root: XmlElement;
  /** `vm.xml:3` of an element. */
  place(element: XmlElement): string;
  readonly warn: Warn;
}

function lookedAt({ text, root, shown }: XmlFile, warn: Warn): Looked {
  const lines = linesOf(text, root);
  return {
    root,
    place: (element) => [shown, lines.get(element)].filter((part) => part !== undefined).join(":"),
    warn: (said) => warn(`warning: ${harmless(said)}`),
  };
}

/**
 * Looks through what is to make a resource.
 * @throws OcciError FILE_FAULT for an href to a resource of another kind: servers read its last part alone, and would use
 *   the resource of the right kind that has the same number.
 */
export function checkCreation(kind: Written, file: XmlFile, warn: Warn = complain): void {
  const looked = lookedAt(file, warn);
  // Another root is refused by the server.
  if (file.root.name !== KINDS[kind].element) return;
  if (kind === "compute") checkReferences(looked);
  checkElements(looked, file.root, ELEMENTS[kind], ELEMENTS[kind]);
  if (kind === "compute") for (const part of ["DISK/STORAGE", "NIC/NETWORK"]) warnOfEmptyParts(looked, part);
}

/** Looks through what is to change a resource. */
export function checkUpdate(kind: Written, file: XmlFile, warn: Warn = complain): void {
  const looked = lookedAt(file, warn);
  const { root } = file;
  const { element } = KINDS[kind];
  if (root.name !== element) {
    looked.warn(
      `${looked.place(root)}: the root element is ${root.name}, not ${element}, so the server would change nothing.`,
    );
  } else checkElements(looked, root, ELEMENTS[kind], ELEMENTS[kind]);
}

function checkElements(looked: Looked, parent: XmlElement, known: Elements, top: Elements): void {
  for (const child of parent.children) {
    const { name } = child;
    const content = known.within?.[name];
    if (content !== undefined) checkElements(looked, child, content, top);
    else if (!known.counts.includes(name) && !known.sent.includes(name)) {
      looked.warn(
        `${looked.place(child)}: ${parent.name} has no element ${name}, so the server ignores it. ${meant(name, known, top)}`,
      );
    }
  }
}

function meant(name: string, known: Elements, top: Elements): string {
  const [parent] = Object.entries(top.within ?? {}).find(([, { counts }]) => counts.includes(name)) ?? [];
  if (parent !== undefined) return `Write it inside ${parent}.`;
  const near = nearestName(name, known.counts) ?? nearestName(name, known.sent);
  if (near !== undefined) return `Did you mean ${near}?`;
  return `There ${known.counts.length === 1 ? "is" : "are"} ${known.counts.join(", ")}.`;
}

/** A disk or NIC that refers to nothing. One with a misspelt element has its warning already. */
function warnOfEmptyParts({ root, place, warn }: Looked, path: string): void {
  const [part = "", reference = ""] = path.split("/");
  for (const element of childrenNamed(root, part)) {
    const references = childrenNamed(element, reference);
    if (references.some(({ attributes }) => attributes.href)) continue;
    const { counts = [], sent = [] } = ELEMENTS.compute.within?.[part] ?? {};
    if (element.children.some(({ name }) => !counts.includes(name) && !sent.includes(name))) continue;
    const path = `${KINDS[reference === "STORAGE" ? "storage" : "network"].path}/ID`;
    warn(
      `${place(element)}: this ${part} has no ${reference} with an href, so the server ignores it. Write <${reference} href="${path}"/> in it.`,
    );
  }
}

/** @throws OcciError FILE_FAULT. */
function checkReferences({ root, place }: Looked): void {
  for (const [path, kind] of Object.entries(REFERENCES)) {
    const elements = path
      .split("/")
      .reduce<readonly XmlElement[]>((all, name) => all.flatMap((one) => childrenNamed(one, name)), [root]);
    for (const element of elements) {
      const { href } = element.attributes;
      const other = href === undefined ? undefined : kindOf(href);
      if (other === undefined || other === kind) continue;
      const { noun } = KINDS[kind];
      const one = /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
      throw new OcciError(
        "FILE_FAULT",
        harmless(`${place(element)}: ${element.name} must refer to ${one}, not to ${href}.`),
        { hint: `The href of ${one} is ${KINDS[kind].path}/ID: \`occi-${kind} list\` shows them. Nothing was sent.` },
      );
    }
  }
}

/** The kind of resource in an href, if it names one: `/network/0`, with or without a server before it. */
function kindOf(href: string): Kind | undefined {
  const collection = href.split("/").filter(Boolean).at(-2);
  return (Object.keys(KINDS) as Kind[]).find((kind) => KINDS[kind].path === `/${collection}`);
}
