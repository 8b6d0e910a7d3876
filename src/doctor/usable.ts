/** Whether users can use all objects that the configuration and the templates name: by permissions, and by rules of access. */
import { messageOf, OcciError } from "../errors.ts";
import { type AclRule, letsUse, rules } from "../opennebula/acl.ts";
import type { OnedClient, Session } from "../opennebula/client.ts";
import { type Shared, type SharedKind, shared } from "../opennebula/shared.ts";
import { type Group, groups } from "../opennebula/user.ts";
import { type Finding, findings } from "./finding.ts";

/** Something that users need. */
export interface Needed {
  /** As the administrator has written it: `DATASTORE_ID=1`. */
  readonly label: string;
  readonly kind: SharedKind;
  readonly id: number;
}

const found = findings("rights");
const COMMANDS: Readonly<Record<SharedKind, string>> = {
  datastore: "onedatastore",
  image: "oneimage",
  template: "onetemplate",
  vn: "onevnet",
};

/** Administrators may use everything. */
const ADMINISTRATORS = 0;

/** Other checks report objects that do not exist or cannot be seen. */
export async function usableFindings(
  oned: OnedClient,
  session: Session,
  needed: readonly Needed[],
): Promise<readonly Finding[]> {
  const asked = (await groups(oned, session)).filter(({ id, userIds }) => id !== ADMINISTRATORS && userIds.length > 0);
  if (asked.length === 0) return [];
  const known = await rulesOf(oned, session);
  const all: Finding[] = [];
  const met = new Set<string>();
  for (const one of needed) {
    if (met.has(`${one.kind} ${one.id}`)) continue;
    met.add(`${one.kind} ${one.id}`);
    const object = await seenObject(oned, session, one);
    if (object !== undefined) all.push(...ofObject(one, object, asked, known));
  }
  return all.length > 0 ? all : [found.ok("users can use all objects that the configuration and the templates name")];
}

function ofObject(
  needed: Needed,
  object: Shared,
  groups: readonly Group[],
  known: readonly AclRule[] | string,
): Finding[] {
  const without = groups.filter(({ id }) => !mayUse(id, object, typeof known === "string" ? [] : known));
  if (without.length === 0) return [];
  const whom = without.map(({ name }) => name).join(", ");
  const what = `${needed.label} (${object.name})`;
  if (typeof known === "string") {
    return [
      found.unknown(
        `${what}: whether ACL rules let the group ${whom} use it cannot be determined: ${known}`,
        "run the command as oneadmin: --auth",
      ),
    ];
  }
  return [
    found.warning(
      `${what}: users of the group ${whom} cannot use it`,
      `\`${COMMANDS[needed.kind]} chmod ${needed.id} 644\` lets all users use it, a rule of \`oneacl create\` those of one group`,
    ),
  ];
}

function mayUse(group: number, object: Shared, known: readonly AclRule[]): boolean {
  if (object.othersMayUse || (object.groupMayUse && object.gid === group)) return true;
  return known.some((rule) => letsUse(rule, group, object));
}

/** Why they cannot be seen, if so. */
async function rulesOf(oned: OnedClient, session: Session): Promise<readonly AclRule[] | string> {
  try {
    return await rules(oned, session);
  } catch (error) {
    if (error instanceof OcciError) return messageOf(error);
    throw error;
  }
}

async function seenObject(oned: OnedClient, session: Session, { kind, id }: Needed): Promise<Shared | undefined> {
  try {
    return await shared(oned, session, kind, id);
  } catch (error) {
    if (error instanceof OcciError) return undefined;
    throw error;
  }
}
