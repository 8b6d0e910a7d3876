/** The owner of objects: users may change their own; administrators may change all. */
import { me } from "./me.ts";

/** Id of the group of administrators. */
const ADMINS = 0;

interface Owned {
  readonly owner: { readonly id: number };
}

export function isMine({ owner }: Owned): boolean {
  return owner.id === me.data.value?.id;
}

export function mayChange(resource: Owned): boolean {
  const { value } = me.data;
  return value !== undefined && (isMine(resource) || value.group.id === ADMINS || value.groups.includes(ADMINS));
}
