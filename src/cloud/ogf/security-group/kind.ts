/** Security groups. */
import { type EntityRequest, SECURITY_GROUP } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import * as groups from "../../../opennebula/security-group.ts";
import { xmlTemplate } from "../../../opennebula/template-writer.ts";
import { withUsers } from "../../in-use.ts";
import type { Caller } from "../caller.ts";
import { type Pool, resourceKind } from "../kind.ts";
import { newNotes, titleIn, withName } from "../new-name.ts";
import { securityGroupEntity } from "./entity.ts";
import { RULES, ruleEntries } from "./rules.ts";
import { updateSecurityGroup } from "./update.ts";

const SECURITY_GROUP_POOL: Pool = {
  name: "SECURITY_GROUP",
  word: "securitygroup",
  pagedKind: SECURITY_GROUP,
  list: ({ deps, session }, range, whose) => groups.pool(deps.oned, session, range, whose),
  entities: (view, record) => [securityGroupEntity(view, groups.securityGroupOf(record))],
};

async function createSecurityGroup({ deps, session }: Caller, { attributes }: EntityRequest): Promise<number> {
  const rules = ruleEntries(attributes.get(RULES));
  return withName(titleIn(attributes), "securitygroup", (name) =>
    groups.allocate(deps.oned, session, xmlTemplate([["NAME", name], ...newNotes(attributes), ...rules])),
  );
}

export const securityGroup = resourceKind<groups.SecurityGroup>({
  type: SECURITY_GROUP,
  pool: SECURITY_GROUP_POOL,
  read: ({ deps, session }, id) => groups.info(deps.oned, session, id),
  entity: securityGroupEntity,
  create: createSecurityGroup,
  update: updateSecurityGroup,
  async act() {
    throw new OcciError("INVALID_REQUEST", "This entity has no actions.");
  },
  remove: ({ deps, session }, id) =>
    withUsers(deps.oned, session, { kind: "secgroup", id }, () => groups.remove(deps.oned, session, id)),
});
