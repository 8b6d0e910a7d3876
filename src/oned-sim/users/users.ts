/** Users, passwords and login tokens: `one.user.*`. */
import { createDecipheriv } from "node:crypto";
import { Attributes } from "../attributes.ts";
import { Failure } from "../failure.ts";
import { cdata, ids, plain } from "../markup.ts";
import { userNameFault } from "../names.ts";
import { find, isAppend, templateOf } from "../objects.ts";
import { noLimits, type User } from "../records.ts";
import type { World } from "../world.ts";
import { aclRule, authorize, type Caller, isAdmin } from "./permissions.ts";
import { defaultQuotaMarkup, groupQuotaMarkup, quotaMarkup } from "./quota.ts";

/** SHA-256 in lower-case hex: what oned keeps of a password. */
export function passwordHash(password: string): string {
  return new Bun.CryptoHasher("sha256").update(password).digest("hex");
}

function randomToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex");
}

/**
 * The user of a session: `user:secret`, split at the first colon, nothing trimmed.
 * @throws Failure AUTHENTICATION, the same for every reason.
 */
export function authenticate(world: World, session: string): Caller {
  const refused = new Failure("AUTHENTICATION", "User couldn't be authenticated, aborting call.");
  const colon = session.indexOf(":");
  if (colon < 1) throw refused;
  const name = session.slice(0, colon);
  const secret = session.slice(colon + 1);
  const user = [...world.users.values()].find((candidate) => candidate.name === name);
  if (user === undefined || !user.enabled || secret === "") throw refused;
  if (user.authDriver === "server_cipher") {
    const target = servedUser(world, user, secret);
    if (target === undefined) throw refused;
    return { user: target, token: undefined };
  }
  if (user.authDriver === "core" && user.passwordHash === passwordHash(secret)) return { user, token: undefined };
  const token = user.tokens.find((candidate) => candidate.token === secret);
  if (token === undefined || (token.expires !== -1 && token.expires <= world.clock.seconds())) throw refused;
  return { user, token };
}

/**
 * The user for whom a server acts: `target:token`, the token `server:...:expires` by the driver's cipher. As in oned,
 * the target in the token and whether the target is enabled play no part.
 */
function servedUser(world: World, server: User, secret: string): User | undefined {
  const colon = secret.indexOf(":");
  const [name, token] = [secret.slice(0, colon), secret.slice(colon + 1)];
  const key = server.passwordHash.slice(0, 32);
  let words: string[];
  try {
    const decipher = createDecipheriv("aes-256-cbc", key, key.slice(0, 16));
    words = (decipher.update(token, "base64", "utf8") + decipher.final("utf8")).split(":");
  } catch {
    return undefined;
  }
  if (words[0] !== server.name || world.clock.seconds() >= Number(words.at(-1))) return undefined;
  return [...world.users.values()].find((candidate) => candidate.name === name);
}

/**
 * Adds a user. The passwords of other drivers than core are kept as they are. @throws Failure INTERNAL for a bad or
 * taken name or a bad password.
 */
export function addUser(
  world: World,
  name: string,
  password: string,
  driver = "core",
  groups: readonly number[] = [1],
): User {
  const fault = userNameFault(name);
  if (fault !== undefined) throw new Failure("INTERNAL", fault);
  if (password === "") throw new Failure("INTERNAL", "Invalid password, it cannot be empty.");
  const blank = /[\t\n\v\f\r ]/.exec(password)?.[0];
  if (blank !== undefined) throw new Failure("INTERNAL", `Invalid password, character '${blank}' is not allowed.`);
  const taken = [...world.users.values()].find((user) => user.name === name);
  if (taken !== undefined) throw new Failure("INTERNAL", `NAME is already taken by USER ${taken.id}.`);
  const template = new Attributes();
  template.add("TOKEN_PASSWORD", randomToken());
  const user: User = {
    id: world.nextId("user"),
    name,
    gid: groups[0] ?? 1,
    groups: [...groups],
    passwordHash: driver === "" || driver === "core" ? passwordHash(password) : password,
    authDriver: driver || "core",
    enabled: true,
    tokens: [],
    template,
    limits: noLimits(),
  };
  world.users.set(user.id, user);
  world.changed();
  return user;
}

/** `one.user.allocate`. */
export function allocate(world: World, caller: Caller, name: string, password: string, driver: string): number {
  authorize(world, caller, { right: "CREATE", kind: "USER" });
  return addUser(world, name, password, driver).id;
}

/** The user of an id, -1: the caller. */
function findUser(world: World, caller: Caller, id: number, right: "USE" | "MANAGE" | "ADMIN"): User {
  if (id < 0 || id === caller.user.id) return caller.user;
  const user = find(world.users, "USER", id);
  authorize(world, caller, { right, kind: "USER", object: { id } });
  return user;
}

function userMarkup(world: World, user: User): string {
  const tokens = user.tokens
    .map(
      ({ token, expires, egid }) =>
        `<LOGIN_TOKEN>${plain("TOKEN", token)}${plain("EXPIRATION_TIME", expires)}${plain("EGID", egid)}</LOGIN_TOKEN>`,
    )
    .join("");
  return `${plain("ID", user.id)}${plain("GID", user.gid)}${ids("GROUPS", user.groups)}${plain("GNAME", world.groupName(user.gid))}${plain("NAME", user.name)}${cdata("PASSWORD", user.passwordHash)}${cdata("AUTH_DRIVER", user.authDriver)}${plain("ENABLED", user.enabled ? 1 : 0)}${tokens}<TEMPLATE>${user.template.markup()}</TEMPLATE>`;
}

/** `one.user.info`. */
export function info(world: World, caller: Caller, id: number): string {
  const user = findUser(world, caller, id, "USE");
  return `<USER>${userMarkup(world, user)}${quotaMarkup(world, user)}${defaultQuotaMarkup(world, "USER")}</USER>`;
}

/** `one.userpool.info`: everybody for administrators, oneself for others. */
export function pool(world: World, caller: Caller): string {
  const users = isAdmin(caller) ? [...world.users.values()].reverse() : [caller.user];
  const list = users.map(
    (user) =>
      `<USER>${userMarkup(world, user)}</USER><QUOTAS>${plain("ID", user.id)}${quotaMarkup(world, user)}</QUOTAS>`,
  );
  return `<USER_POOL>${list.join("")}${defaultQuotaMarkup(world, "USER")}</USER_POOL>`;
}

/** The template of a new group. */
const SUNSTONE =
  "<SUNSTONE><DEFAULT_VIEW><![CDATA[cloud]]></DEFAULT_VIEW><GROUP_ADMIN_DEFAULT_VIEW><![CDATA[groupadmin]]></GROUP_ADMIN_DEFAULT_VIEW><GROUP_ADMIN_VIEWS><![CDATA[groupadmin,cloud]]></GROUP_ADMIN_VIEWS><VIEWS><![CDATA[cloud]]></VIEWS></SUNSTONE>";

function vlanRules(world: World, group: number): string {
  return world.release === "7.4" ? ids("VLAN_RULES", [group]) : "";
}

/** Makes a user administrator of a group, with the rules that oned adds then (`Group::add_admin`). */
export function addGroupAdmin(world: World, group: number, user: number): void {
  world.groupAdmins.set(group, new Set([...(world.groupAdmins.get(group) ?? []), user]));
  const who = (0x100000000n + BigInt(user)).toString(16);
  const resource = (kinds: bigint): string => (kinds + 0x200000000n + BigInt(group)).toString(16);
  // VM+NET+IMAGE+TEMPLATE+SECGROUP/@GROUP USE+MANAGE
  world.acl.push(aclRule(who, resource(0x102d000000000n), "3"));
  world.changed();
}

function adminsOf(world: World, group: number): string {
  return ids("ADMINS", [...(world.groupAdmins.get(group) ?? [])]);
}

/** `one.group.info`: -1 is the caller's own. The usage of a group is the sum of that of its members. */
export function groupInfo(world: World, caller: Caller, id: number): string {
  const group = id < 0 ? caller.user.gid : id;
  const name = world.groups.get(group);
  if (name === undefined) throw new Failure("NO_EXISTS", `Error getting group [${group}].`, group);
  if (!isAdmin(caller) && !caller.user.groups.includes(group)) {
    throw new Failure("AUTHORIZATION", `User [${caller.user.id}] : Not authorized to perform USE GROUP [${group}].`);
  }
  const members = [...world.users.values()].filter(({ groups }) => groups.includes(group)).map((user) => user.id);
  return `<GROUP>${plain("ID", group)}${plain("NAME", name)}<TEMPLATE>${SUNSTONE}</TEMPLATE>${ids("USERS", members)}${adminsOf(world, group)}${groupQuotaMarkup(world, group)}${vlanRules(world, group)}${defaultQuotaMarkup(world, "GROUP")}</GROUP>`;
}

/** `one.grouppool.info`: all groups for administrators, one's own for others. */
export function groupPool(world: World, caller: Caller): string {
  const seen = [...world.groups].filter(([id]) => isAdmin(caller) || caller.user.groups.includes(id)).reverse();
  const list = seen.map(([id, name]) => {
    const members = [...world.users.values()].filter(({ groups }) => groups.includes(id)).map((user) => user.id);
    return `<GROUP>${plain("ID", id)}${plain("NAME", name)}<TEMPLATE>${SUNSTONE}</TEMPLATE>${ids("USERS", members)}${adminsOf(world, id)}</GROUP><QUOTAS>${plain("ID", id)}${groupQuotaMarkup(world, id)}</QUOTAS>${vlanRules(world, id)}`;
  });
  return `<GROUP_POOL>${list.join("")}${defaultQuotaMarkup(world, "GROUP")}</GROUP_POOL>`;
}

function tokenOwner(world: World, caller: Caller, name: string): User {
  const user = [...world.users.values()].find((candidate) => candidate.name === name);
  if (user === undefined) throw new Failure("NO_EXISTS", `Error getting user [${name}].`);
  if (user !== caller.user) authorize(world, caller, { right: "MANAGE", kind: "USER", object: { id: user.id } });
  return user;
}

/** `LoginTokenPool::MAX_TOKENS` of oned. */
const MOST_TOKENS = 10;

function removeTokens(world: World, user: User, token: string): string {
  if (token !== "" && !user.tokens.some((known) => known.token === token)) {
    throw new Failure("XML_RPC_API", "Could not find token");
  }
  user.tokens = token === "" ? [] : user.tokens.filter((known) => known.token !== token);
  world.changed();
  return token;
}

/**
 * `one.user.login`: makes a login token, or removes one (seconds 0; all when no token is named).
 * @returns the token
 */
export function login(
  world: World,
  caller: Caller,
  name: string,
  token: string,
  seconds: number,
  egid: number,
): string {
  const user = tokenOwner(world, caller, name);
  if (seconds === 0) return removeTokens(world, user, token);
  if (egid === -1 && user.groups.some((group) => !caller.user.groups.includes(group))) {
    throw new Failure("XML_RPC_API", "Cannot create a full token with a specific group token");
  }
  if (egid !== -1 && !user.groups.includes(egid)) throw new Failure("XML_RPC_API", "EGID is not in user group list");
  const made = token === "" ? randomToken() : token;
  const expires = seconds < 0 ? -1 : world.clock.seconds() + seconds;
  const others = user.tokens.filter((known) => known.token !== made);
  if (others.length >= MOST_TOKENS) throw new Failure("XML_RPC_API", "Max number of tokens limit reached.");
  user.tokens = [...others, { token: made, expires, egid }].sort((a, b) => (a.token < b.token ? -1 : 1));
  world.changed();
  return made;
}

/** `one.user.update`: of oneself, or by an administrator. */
export function update(world: World, caller: Caller, id: number, text: string, type: number): number {
  if (id < 0) authorize(world, caller, { right: "MANAGE", kind: "USER", object: { id } });
  const user = id < 0 ? find(world.users, "USER", id) : findUser(world, caller, id, "MANAGE");
  const append = isAppend(type);
  const wanted = templateOf(world, text, "INTERNAL", "Cannot update template. ");
  if (!append) for (const [key] of [...user.template.entries()]) user.template.remove(key);
  user.template.merge(wanted);
  world.changed();
  return user.id;
}

/** `one.user.passwd`. */
export function passwd(world: World, caller: Caller, id: number, password: string): number {
  const user = findUser(world, caller, id, "MANAGE");
  user.passwordHash = passwordHash(password);
  world.changed();
  return user.id;
}

/** `one.user.enable`. */
export function enable(world: World, caller: Caller, id: number, enabled: boolean): number {
  authorize(world, caller, { right: "ADMIN", kind: "USER", object: { id } });
  const user = find(world.users, "USER", id);
  user.enabled = enabled;
  world.changed();
  return user.id;
}

/** `one.user.delete`. */
export function remove(world: World, caller: Caller, id: number): number {
  const user = find(world.users, "USER", id);
  authorize(world, caller, { right: "ADMIN", kind: "USER", object: { id } });
  world.users.delete(user.id);
  world.changed();
  return id;
}
