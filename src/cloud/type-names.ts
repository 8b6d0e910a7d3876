/** Hints for users who name an instance type that does not exist. */
import type { Config } from "../config/config.ts";
import { nearestName } from "../config/nearest-name.ts";
import { field, type Sentence, say } from "../wording.ts";

type Types = Pick<Config, "vmTypes">;

/** Names longer than this are not repeated in messages. */
const SHOWN = 40;

/** Whether the cloud has a type of that name; names are case-sensitive, as in 4.6. */
export function isType({ vmTypes }: Types, name: string): boolean {
  return vmTypes.some((type) => type.name === name);
}

/** `Did you mean medium? `, with the blank after it; empty if no name is near. */
export function didYouMean({ vmTypes }: Types, typed: string): string {
  const names = vmTypes.map((type) => type.name);
  const near = typed.length > SHOWN ? undefined : nearestName(typed, names);
  return near === undefined ? "" : `Did you mean ${near}? `;
}

/** `Did you mean medium? INSTANCE_TYPE is one of: small, medium.` @param typed undefined for no name at all. */
export function typesHint({ vmTypes }: Types, typed?: string): Sentence {
  const names = vmTypes.map((type) => type.name).join(", ");
  return say`${typed === undefined ? "" : didYouMean({ vmTypes }, typed)}${field("instanceType")} is one of: ${names}.`;
}

/** The name in quotes after `before`; empty for a long one. */
export function named(name: string, before: string): string {
  return name.length <= SHOWN ? `${before}"${name}"` : "";
}
