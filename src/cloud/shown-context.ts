/** CONTEXT of a machine as it is shown: without passwords that it was made with. */
import type { Vm } from "../opennebula/vm.ts";

/** A shorter one would be in many a value by chance. */
const SHORTEST_WITHIN = 4;

/** The variables whose value neither is nor holds a password that an input of the machine's VM template asked for. */
export function shownContext({ context, passwords = [] }: Pick<Vm, "context" | "passwords">): Vm["context"] {
  if (passwords.length === 0) return context;
  const holds = (value: string): boolean =>
    passwords.some(
      (password) => value === password || (password.length >= SHORTEST_WITHIN && value.includes(password)),
    );
  return context.filter(([, value]) => !holds(value));
}
