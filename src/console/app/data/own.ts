/** Whose things are: what people may change is theirs, or they administer the cloud. */
import { me } from "./me.ts";

/** The group of administrators. */
const ADMINS = 0;

interface Owned {
  readonly owner: { readonly id: number };
}

export function isMine({ owner }: Owned): boolean {
  return owner.id === me.data.value?.id;
}

export function mayChange(thing: Owned): boolean {
  const { value } = me.data;
  return value !== undefined && (isMine(thing) || value.group.id === ADMINS || value.groups.includes(ADMINS));
}
