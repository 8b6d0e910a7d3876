/** A template as oned keeps it: changeable, shown sorted by name. */

import { cdata } from "./markup.ts";
import type { TemplateNode } from "./template.ts";

export type Vector = Map<string, string>;
type Value = string | Vector;

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

/** The members of a vector as elements, sorted by name. */
export function vectorMarkup(vector: ReadonlyMap<string, string>): string {
  return [...vector]
    .sort(byName)
    .map(([name, value]) => cdata(name, value))
    .join("");
}

export class Attributes {
  #list: [string, Value][] = [];

  /** A copy of a parsed template. */
  static from(node: TemplateNode): Attributes {
    const made = new Attributes();
    for (const { name, value } of node) made.add(name, typeof value === "string" ? value : new Map(value));
    return made;
  }

  /** The first single value of the name. */
  single(name: string): string | undefined {
    const found = this.#list.find(([key, value]) => key === name && typeof value === "string");
    return found === undefined ? undefined : (found[1] as string);
  }

  /** All vectors of the name, in the order written. They may be changed in place. */
  vectors(name: string): Vector[] {
    return this.#list.flatMap(([key, value]) => (key === name && typeof value !== "string" ? [value] : []));
  }

  has(name: string): boolean {
    return this.#list.some(([key]) => key === name);
  }

  add(name: string, value: Value): void {
    this.#list.push([name, value]);
  }

  /** Replaces all values of the name. */
  set(name: string, value: Value): void {
    this.remove(name);
    this.add(name, value);
  }

  /** Removes all values of the name and returns the single one. */
  remove(name: string): string | undefined {
    const found = this.single(name);
    this.#list = this.#list.filter(([key]) => key !== name);
    return found;
  }

  entries(): readonly (readonly [string, Value])[] {
    return this.#list;
  }

  /** The effect of `update` with type 1: attributes of the same name are replaced. */
  merge(other: Attributes): void {
    for (const name of new Set(other.#list.map(([key]) => key))) this.remove(name);
    this.#list.push(...other.#list);
  }

  /** Removes vectors without members: oned shows nothing of them. */
  dropEmptyVectors(): void {
    this.#list = this.#list.filter(([, value]) => typeof value === "string" || value.size > 0);
  }

  copy(): Attributes {
    const made = new Attributes();
    for (const [name, value] of this.#list) made.add(name, typeof value === "string" ? value : new Map(value));
    return made;
  }

  /** The attributes as elements, sorted by name; those of one name stay in their order. */
  markup(more: readonly (readonly [string, Value])[] = []): string {
    return [...this.#list, ...more]
      .sort(byName)
      .map(([name, value]) =>
        typeof value === "string" ? cdata(name, value) : `<${name}>${vectorMarkup(value)}</${name}>`,
      )
      .join("");
  }
}
