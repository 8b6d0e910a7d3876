/** What is not there, or not there any more. */
import { OcciError } from "../../errors.ts";

export function notFound(): OcciError {
  return new OcciError("NOT_FOUND", "There is no such entity.");
}

/**
 * A machine that is DONE is gone in OCCI 1.2, although oned still shows it, and even terminates it again.
 * @returns the machine. @throws OcciError NOT_FOUND
 */
export function checkLive<Vm extends { readonly state: string }>(vm: Vm): Vm {
  if (vm.state === "DONE") throw notFound();
  return vm;
}
