/** A security group of oned as rOCCI's `securitygroup`. */
import { basePathOf } from "../../../config/config.ts";
import { type Resource, SECURITY_GROUP, type Value } from "../../../dialects/ogf/index.ts";
import type { SecurityGroup } from "../../../opennebula/security-group.ts";
import { attributes } from "../attributes.ts";
import { tagsAt } from "../tags/tags.ts";
import { titleOf } from "../title.ts";
import type { ViewContext } from "../view-context.ts";
import { RULES } from "./rules.ts";

function shownRule(rule: ReadonlyMap<string, string>, prefix: string): Value {
  const [ip, size, network] = [rule.get("IP"), rule.get("SIZE"), rule.get("NETWORK_ID")];
  const range = ip ? `${ip}${size ? `+${size}` : ""}` : network ? `${prefix}/network/${network}` : undefined;
  return {
    type: (rule.get("RULE_TYPE") ?? "").toLowerCase(),
    protocol: (rule.get("PROTOCOL") ?? "").toLowerCase(),
    ...(range !== undefined && { range }),
    ...(rule.get("RANGE") && { port: rule.get("RANGE") as string }),
  };
}

/** The security group. */
export function securityGroupEntity(view: ViewContext, group: SecurityGroup): Resource {
  const id = String(group.id);
  const prefix = basePathOf(view.config);
  const rules = group.rules.map((rule) => shownRule(rule, prefix));
  return {
    kind: SECURITY_GROUP,
    mixins: tagsAt(view.tags, "securitygroup", id),
    id,
    location: `/securitygroup/${id}`,
    title: titleOf(group.name, group.notes),
    ...(group.description !== undefined && { summary: group.description }),
    attributes: attributes([RULES, rules], ["occi.securitygroup.state", "active"]),
    actions: [],
    links: [],
  };
}
