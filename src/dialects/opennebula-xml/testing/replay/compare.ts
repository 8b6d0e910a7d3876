/** Compares answers of this server with recorded ones of OpenNebula's own. For tests. */
import type { XmlElement } from "../../../../xml/element.ts";
import { element, escapeText, join, type Markup } from "../../../../xml/write.ts";
import { readLenient } from "./lenient.ts";

function canonical(node: XmlElement): Markup {
  const names = Object.keys(node.attributes).toSorted();
  const attributes = Object.fromEntries(names.map((name) => [name, node.attributes[name]]));
  const content = node.content.map((part) => (typeof part === "string" ? escapeText(part) : canonical(part)));
  return element(node.name, attributes, join(content));
}

/**
 * One form for all that say the same: attributes sorted, no layout, no self-closed tags, CDATA and references as text
 * escaped in one way. Recorded bodies may be ill-formed (`lenient.ts`) and carry blanks behind the root.
 */
export function canonicalXml(text: string): string {
  return canonical(readLenient(text));
}

/** What an answer may hold beyond a recorded one. */
export interface Allowance {
  /** `end`: only behind the recorded elements; `anywhere`: between them too. */
  readonly where: "end" | "anywhere";
  readonly elements: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
}

const NEW_ELEMENTS = ["LCM_STATE", "ERROR", "SNAPSHOT", "STATE", "IP6"];

/** Beyond 4.6: the elements that stand last, NIC/@id. */
export const BEYOND_4_6: Allowance = { where: "end", elements: new Set(NEW_ELEMENTS), attributes: new Set(["id"]) };

/** Beyond 2.0: also what 2.2 to 4.6 added, between the elements of 2.0. */
export const BEYOND_2_0: Allowance = {
  where: "anywhere",
  elements: new Set([
    ...NEW_ELEMENTS,
    ...["USER", "GROUP", "CPU", "MEMORY", "DESCRIPTION", "USED_LEASES", "PUBLIC", "PERSISTENT", "SAVE_AS"],
  ]),
  attributes: new Set(["id", "href"]),
};

function attributeDifference(recorded: XmlElement, ours: XmlElement, path: string, allowed: Allowance) {
  for (const [name, value] of Object.entries(recorded.attributes)) {
    if (ours.attributes[name] !== value) {
      return `${path}/@${name}: recorded ${JSON.stringify(value)}, ours ${JSON.stringify(ours.attributes[name])}`;
    }
  }
  const more = Object.keys(ours.attributes).find(
    (name) => !Object.hasOwn(recorded.attributes, name) && !allowed.attributes.has(name),
  );
  return more === undefined ? undefined : `${path}/@${more}: not recorded`;
}

function difference(recorded: XmlElement, ours: XmlElement, parent: string, allowed: Allowance): string | undefined {
  const path = `${parent}/${recorded.name}`;
  if (recorded.name !== ours.name) return `${path}: ours is ${ours.name}`;
  const attribute = attributeDifference(recorded, ours, path, allowed);
  if (attribute !== undefined) return attribute;
  if (recorded.text !== ours.text) {
    return `${path}: recorded ${JSON.stringify(recorded.text)}, ours ${JSON.stringify(ours.text)}`;
  }
  const rest = [...ours.children];
  for (const child of recorded.children) {
    while (allowed.where === "anywhere" && rest[0]?.name !== child.name && allowed.elements.has(rest[0]?.name ?? "")) {
      rest.shift();
    }
    const next = rest.shift();
    if (next === undefined) return `${path}/${child.name}: ours has none`;
    const found = difference(child, next, path, allowed);
    if (found !== undefined) return found;
  }
  const more = rest.find((child) => !allowed.elements.has(child.name));
  return more === undefined ? undefined : `${path}/${more.name}: not recorded`;
}

/**
 * Where an answer does not hold all that a recorded one holds, and nothing but that and what is allowed.
 * @param recorded the recorded body, hrefs and ids already replaced by ours.
 * @returns the first difference, with its path; undefined when there is none.
 */
export function firstDifference(recorded: string, ours: string, allowed: Allowance): string | undefined {
  return difference(readLenient(recorded), readLenient(ours), "", allowed);
}

/** Whether an answer equals a recorded one but for what is allowed. */
export function contains(recorded: string, ours: string, allowed: Allowance): boolean {
  return firstDifference(recorded, ours, allowed) === undefined;
}

/** An answer with its hrefs as paths: two servers differ in their base. */
export function withoutBase(xml: string, base: string): string {
  return xml.replaceAll(`="${base}/`, '="/');
}

const NEWLINE = { "2.0": "", "4.6": " " } as const;

/**
 * An answer of ours with newlines in values as the old servers showed them: gone with the blanks behind them in 2.0, a
 * blank in 4.6. Ours are kept; to be used where that is the difference that a replay names.
 */
export function withoutNewlines(ours: string, server: keyof typeof NEWLINE): string {
  return ours.replaceAll(/(?:\n|&#10;)[ \t]*/g, NEWLINE[server]);
}
