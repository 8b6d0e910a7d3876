/** Links that an update of a machine holds: those that are there come back as they were, others are new. */
import {
  type Link,
  type LinkRequest,
  type Resource,
  sameValue,
  type TypeId,
  type Value,
} from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { say } from "../../../wording.ts";
import { plainPath } from "../location.ts";
import { NIC_FIELDS } from "./vectors.ts";

/** Attributes that oned reserves, or might reserve, for administrators. */
const RESTRICTED: readonly string[] = ["occi.networkinterface.mac", ...NIC_FIELDS.map(([, attribute]) => attribute)];
/** Attributes that change by themselves between a GET and a PUT. */
const VOLATILE = /\.state(?:\.message)?$|^occi\.core\./;

/** oned changes no NIC and no disk that is there. @throws OcciError RESTRICTED_ATTRIBUTE, NOT_SUPPORTED by name. */
function refuseChanges(link: Link, attributes: ReadonlyMap<string, Value>): void {
  for (const [name, value] of attributes) {
    const now = link.attributes.get(name);
    if (VOLATILE.test(name) || (now !== undefined && sameValue(now, value))) continue;
    if (RESTRICTED.includes(name)) {
      throw new OcciError("RESTRICTED_ATTRIBUTE", `OpenNebula keeps ${name} for administrators.`);
    }
    throw new OcciError("NOT_SUPPORTED", `OpenNebula cannot change ${name.slice(0, 64)} of a link.`, {
      hint: "DELETE the link and create it again.",
    });
  }
}

function isOf(link: Link, kind: TypeId, target: string | undefined): boolean {
  return link.kind === kind && link.target.location === target;
}

/**
 * The links that are not there yet: neither under their own name nor to the same target.
 * @throws OcciError for one that is there and was sent with other attributes, and for one of another machine.
 */
export function newLinks(
  { location: source, links: present }: Resource,
  sent: readonly LinkRequest[],
): readonly LinkRequest[] {
  return sent.filter(({ self, target, kind, attributes }) => {
    const from = attributes.get("occi.core.source");
    if (from !== undefined && plainPath(String(from)) !== source) {
      throw new OcciError("INVALID_REQUEST", say`occi.core.source of this link must be ${{ place: source }}.`);
    }
    const path = plainPath(target);
    const named = self === undefined ? undefined : plainPath(self);
    const found =
      named === undefined
        ? present.find((link) => isOf(link, kind, path))
        : present.find(({ location }) => location === named);
    if (found !== undefined) refuseChanges(found, attributes);
    return found === undefined && self === undefined;
  });
}
