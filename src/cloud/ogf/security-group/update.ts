/** Updates of security groups: title, summary, rules. */
import { OcciError } from "../../../errors.ts";
import * as groups from "../../../opennebula/security-group.ts";
import { xmlTemplate } from "../../../opennebula/template-writer.ts";
import type { Caller } from "../caller.ts";
import { type Change, refuseMixins } from "../change.ts";
import { refuseOthers } from "../difference.ts";
import { noteTemplates, renamedObject, retitled, TITLE_NAMES } from "../rename.ts";
import { RULES, ruleEntries } from "./rules.ts";

/**
 * @returns the group where its title or summary alone are new.
 * @throws OcciError before anything is changed for what cannot be; then as oned refuses.
 */
export async function updateSecurityGroup(
  { deps, session }: Caller,
  group: groups.SecurityGroup,
  { difference, newMixins }: Change,
): Promise<groups.SecurityGroup | undefined> {
  refuseMixins(newMixins);
  refuseOthers(difference, [...TITLE_NAMES, RULES], "Title, summary and rules can be changed.");
  const { id } = group;
  if (group.cut) {
    throw new OcciError("WRONG_STATE", "The security group holds more than this server can read: it was not changed.", {
      hint: "Change it in OpenNebula itself.",
    });
  }
  const renaming = retitled(difference, group);
  const { name, notes } = renaming;
  const rules = difference.changed.has(RULES) ? ruleEntries(difference.changed.get(RULES)) : undefined;
  const templates = noteTemplates(notes);
  // Appending takes the place of all rules, when there are any; none can only be said by a whole template.
  if (rules !== undefined && rules.length > 0) await groups.update(deps.oned, session, id, xmlTemplate(rules), true);
  else if (rules !== undefined) {
    const kept = [...group.notes].filter(([, value]) => value.trim() !== "");
    await groups.update(
      deps.oned,
      session,
      id,
      xmlTemplate(kept.length === 0 ? [["OCCI_RULES", "none"]] : kept),
      false,
    );
  }
  for (const text of templates) await groups.update(deps.oned, session, id, text, true);
  if (name !== undefined) await groups.rename(deps.oned, session, id, name);
  return rules === undefined ? renamedObject(group, renaming) : undefined;
}
