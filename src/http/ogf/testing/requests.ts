/** Requests as the checks of OCCI 1.2 send them, and what they look at in the answers. */
import { expect } from "bun:test";
import type { OnedSim } from "../../../oned-sim/index.ts";
import { VM_STATE } from "../../../oned-sim/records.ts";
import type { Answer } from "../../testing/cloud.ts";
import { BASE, category, INFRA, JSON_TYPE, type OcciSending, type OcciWorld } from "./over-sim.ts";

/** The line of a kind of the infrastructure document: `kind("compute")`. */
export const kind = (term: string): string => `Category: ${category(INFRA + term, "kind")}`;
export const mixin = (id: string): string => `Category: ${category(id)}`;
export const attribute = (name: string, value: string | number | boolean): string =>
  `X-OCCI-Attribute: ${name}=${typeof value === "string" ? `"${value.replace(/(["\\])/g, "\\$1")}"` : value}`;

/** An inline link; the kind of the target's type is said, and what else is given. */
export const link = (target: string, rel: string, ...more: readonly string[]): string =>
  [`Link: <${target}>; rel="${INFRA}${rel}"`, ...more].join("; ");

export const plain = (...lines: readonly string[]): OcciSending => ({
  contentType: "text/plain",
  body: lines.map((line) => `${line}\n`).join(""),
});

export const json = (value: unknown): OcciSending => ({ contentType: JSON_TYPE, body: JSON.stringify(value) });

/** An action of a kind, with its parameters. */
export const invocation = (of: string, term: string, ...parameters: readonly string[]): OcciSending =>
  plain(
    `Category: ${category(`http://schemas.ogf.org/occi/infrastructure/${of}/action#${term}`, "action")}`,
    ...parameters,
  );

/** Creates what must succeed. @returns its path. */
export async function created(world: OcciWorld, path: string, sending: OcciSending): Promise<string> {
  const answer = await world.request("POST", path, sending);
  expect([answer.status, answer.body]).toEqual([201, expect.any(String)]);
  return (answer.headers.get("location") ?? "").replace(BASE, "");
}

/** An entity as JSON shows it. */
export interface Shown {
  readonly kind: string;
  readonly id: string;
  readonly title?: string;
  readonly summary?: string;
  readonly mixins: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly actions: readonly string[];
  readonly links: readonly (Shown & { readonly target: { location: string }; readonly source: { location: string } })[];
}

/** Reads an entity that must be there. */
export async function seen(world: OcciWorld, path: string, user: OcciSending["user"] = "alice"): Promise<Shown> {
  const answer = await world.request("GET", path, { accept: JSON_TYPE, user });
  expect([answer.status, answer.body]).toEqual([200, expect.any(String)]);
  const { mixins = [], attributes = {}, actions = [], links = [], ...rest } = JSON.parse(answer.body);
  return { ...rest, mixins, attributes, actions, links };
}

/** The terms of the actions that an entity offers now. */
export async function offered(world: OcciWorld, path: string): Promise<string[]> {
  const { actions } = await seen(world, path);
  return actions.map((id) => id.slice(id.indexOf("#") + 1)).sort();
}

/** How many objects there are in oned of each kind when all work is done, machines that are gone not counted. */
export function objects(sim: OnedSim): Readonly<Record<string, number>> {
  sim.settle();
  const { world } = sim;
  const machines = [...world.vms.values()].filter(({ state }) => state !== VM_STATE.DONE);
  return {
    machines: machines.length,
    networks: world.vnets.size,
    images: world.images.size,
    templates: world.vmTemplates.size,
    groups: world.securityGroups.size,
    links: machines.reduce((sum, { disks, nics }) => sum + disks.length + nics.length, 0),
  };
}

/** The request is refused with this status, the message names the culprit, and there is nothing more or less in oned. */
export async function refused(
  world: OcciWorld,
  line: string,
  sending: OcciSending,
  status: number,
  culprit: string | RegExp,
): Promise<Answer> {
  const before = objects(world.sim);
  const [method = "", path = ""] = line.split(" ");
  const answer = await world.request(method, path, sending);
  expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(culprit)]);
  expect(objects(world.sim)).toEqual(before);
  return answer;
}
