/** `one.system.*` and `one.acl.*`. */
import { Failure } from "./failure.ts";
import { cdata, plain } from "./markup.ts";
import { aclRule, authorize, type Caller, isAdmin, ruleText } from "./users/permissions.ts";
import { restrictedList } from "./users/restricted.ts";
import type { World } from "./world.ts";

/** `one.system.version`. */
export function version(world: World): string {
  return `${world.release}.0`;
}

/** `one.system.config`: what a client asks it for, not all of it. */
export function config(world: World, caller: Caller): string {
  const { release } = world;
  const list = (name: string, kind: "VM" | "IMAGE" | "NET"): string =>
    restrictedList(release, kind)
      .map((path) => cdata(name, path))
      .join("");
  const elements = [
    cdata("API_LIST_ORDER", "DESC"),
    `<DB>${isAdmin(caller) ? cdata("BACKEND", "sqlite") : "<BACKEND>***</BACKEND>"}${cdata("TIMEOUT", "2500")}</DB>`,
    cdata("DEFAULT_CDROM_DEVICE_PREFIX", "hd"),
    cdata("DEFAULT_DEVICE_PREFIX", "sd"),
    cdata("DEFAULT_IMAGE_PERSISTENT", ""),
    cdata("DEFAULT_IMAGE_PERSISTENT_NEW", ""),
    cdata("DEFAULT_IMAGE_TYPE", "OS"),
    cdata("DEFAULT_UMASK", "177"),
    cdata("MAX_CONN", "15"),
    list("IMAGE_RESTRICTED_ATTR", "IMAGE"),
    list("VM_RESTRICTED_ATTR", "VM"),
    list("VNET_RESTRICTED_ATTR", "NET"),
  ];
  return `<OPENNEBULA_CONFIGURATION>${elements.join("")}</OPENNEBULA_CONFIGURATION>`;
}

/** `one.acl.info`. */
export function aclRules(world: World, caller: Caller): string {
  if (!isAdmin(caller)) {
    throw new Failure("AUTHORIZATION", `User [${caller.user.id}] : Not authorized to perform MANAGE ACL.`);
  }
  const rules = world.acl.map((rule, id) => {
    const numbers = [plain("USER", rule.user.toString(16)), plain("RESOURCE", rule.resource.toString(16))];
    return `<ACL>${plain("ID", id)}${numbers.join("")}${plain("RIGHTS", rule.rights.toString(16))}${plain("STRING", ruleText(rule))}</ACL>`;
  });
  return `<ACL_POOL>${rules.join("")}</ACL_POOL>`;
}

/** `one.acl.addrule`; the rule's id. */
export function addAclRule(world: World, caller: Caller, user: string, resource: string, rights: string): number {
  authorize(world, caller, { right: "ADMIN", kind: "USER" });
  world.acl.push(aclRule(user, resource, rights));
  world.changed();
  return world.acl.length - 1;
}
