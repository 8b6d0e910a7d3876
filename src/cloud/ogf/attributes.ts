/** Puts together the attributes of an entity: those without a value are left out. */
import type { Attributes, Value } from "../../dialects/ogf/index.ts";

export function attributes(...entries: readonly (readonly [string, Value | undefined])[]): Attributes {
  const found = new Map<string, Value>();
  for (const [name, value] of entries) if (value !== undefined) found.set(name, value);
  return found;
}

/** Converts oned's MiB to GiB, as OCCI counts. */
export function gib(mib: number): number {
  return Number((mib / 1024).toFixed(6));
}

/** The number in oned's text; undefined for none. */
export function decimal(text: string | undefined): number | undefined {
  const number = Number(text ?? "");
  return text !== undefined && text !== "" && Number.isFinite(number) ? number : undefined;
}

/** Six decimal places are more than oned keeps. */
export function rounded(number: number): number {
  return Number(number.toFixed(6));
}
