/** Links that an update adds to a machine: all of them, or none. */
import type { LinkRequest } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import { joined, say } from "../../../wording.ts";
import { type Caller, forNext } from "../caller.ts";
import { rollBack } from "../roll-back.ts";
import { createLink } from "./create.ts";
import { type LinkId, linkId } from "./id.ts";
import { linkPath } from "./part.ts";
import { removeLink } from "./remove.ts";
import { linkVectors } from "./vectors.ts";

/** Links of one update: hot-plugging each takes a while. */
const MOST_LINKS = 20;

/** @throws OcciError TOO_LARGE for more than 20, INVALID_REQUEST naming what is wrong. */
export function checkNewLinks(links: readonly LinkRequest[]): void {
  if (links.length > MOST_LINKS) {
    throw new OcciError(
      "TOO_LARGE",
      `An update can have at most ${MOST_LINKS} new links; this one has ${links.length}.`,
    );
  }
  linkVectors(links);
}

/** Adds links; when one of them fails those before it go again. */
export async function addLinks(
  caller: Caller,
  vm: VmDetails,
  links: readonly LinkRequest[],
): Promise<readonly LinkId[]> {
  const added: LinkId[] = [];
  try {
    for (const { kind, mixins, target, attributes } of links) {
      const ends = [
        ["occi.core.source", `/compute/${vm.id}`],
        ["occi.core.target", target],
      ] as const;
      const request = { kind, mixins, links: [], attributes: new Map([...attributes, ...ends]) };
      // Behind the first the machine is another one.
      added.push(await createLink(forNext(caller), request, added.length === 0 ? vm : undefined));
    }
    return added;
  } catch (failure) {
    throw await withoutLinks(caller, added, failure);
  }
}

/** Takes links back. @returns the failure that was the reason, or OUTCOME_UNKNOWN naming those that are still there. */
export async function withoutLinks(caller: Caller, added: readonly LinkId[], failure: unknown): Promise<unknown> {
  const left = await rollBack(added, (link) => removeLink(caller, link));
  if (left.length === 0) return failure;
  const places = joined(
    left.map((link) => ({ place: `${linkPath(link.part)}/${linkId(link)}` })),
    ", ",
  );
  return new OcciError("OUTCOME_UNKNOWN", say`The update failed after these links were created: ${places}.`, {
    hint: "DELETE them, or leave them out when you repeat the request.",
    cause: failure,
  });
}
