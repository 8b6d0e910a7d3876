/** USER and INSTANCE_TYPE out, and the login tokens of users. */
import type { InstanceType, QuotaElement, User } from "../../model.ts";
import { element, join, type Markup, optionalElement, textElement } from "../../xml/write.ts";
import { closeCollection, href, openCollection } from "./render-common.ts";

function renderQuota(quota: QuotaElement): Markup {
  if (quota.text !== undefined) return textElement(quota.name, quota.text);
  const children = quota.children ?? [];
  return element(quota.name, {}, children.length === 0 ? undefined : join(children.map(renderQuota)));
}

/** When login tokens expire; nothing where there are none, as servers of OpenNebula showed users. */
function renderTokenEnds(ends: readonly (number | undefined)[]): Markup[] {
  if (ends.length === 0) return [];
  const text = (end: number | undefined) =>
    end === undefined ? "never" : new Date(end * 1000).toISOString().replace(".000", "");
  const tokens = ends.map((end) => element("LOGIN_TOKEN", {}, textElement("EXPIRES", text(end))));
  return [element("LOGIN_TOKENS", {}, join(tokens))];
}

/** A USER element; with quotas and the ends of tokens when the model has them. */
export function renderUser(user: User, base: string): Markup {
  const content = [
    textElement("ID", user.id),
    textElement("NAME", user.name),
    textElement("GROUP", user.group),
    ...(user.quotas ?? []).map(renderQuota),
    ...renderTokenEnds(user.tokenEnds ?? []),
  ];
  return element("USER", { href: href(base, "USER", user.id) }, join(content));
}

/** The answer to the user actions that make a login token. */
export function renderToken(token: string): Markup {
  return textElement("TOKEN", token);
}

/** An INSTANCE_TYPE element: always in the long form. */
export function renderInstanceType(type: InstanceType, base: string): Markup {
  const content = [
    textElement("ID", type.name),
    textElement("NAME", type.name),
    ...optionalElement("CPU", type.cpu),
    ...optionalElement("MEMORY", type.memory),
  ];
  return element("INSTANCE_TYPE", { href: href(base, "INSTANCE_TYPE", type.name), name: type.name }, join(content));
}

/** GET /instance_type: all of them, sorted by name. */
export function renderInstanceTypes(types: readonly InstanceType[], base: string): Markup {
  const sorted = types.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return join([
    openCollection("INSTANCE_TYPE"),
    ...sorted.map((type) => renderInstanceType(type, base)),
    closeCollection("INSTANCE_TYPE"),
  ]);
}
