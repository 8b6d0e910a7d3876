/**
 * A client as they were written to OCCI 1.1: everything in headers (text/occi), split in the naive ways that real ones
 * have. Source: the group's own test of 1.1, rOCCI's client. For tests.
 */
import type { Answer } from "../../testing/cloud.ts";
import type { OcciWorld } from "./over-sim.ts";

const REQUEST = { accept: "text/occi", contentType: "text/occi" } as const;
const AGENT = ["User-Agent", "old-client/0.1 OCCI/1.1"] as const;

export interface OldCategory {
  readonly term: string;
  readonly scheme: string;
  readonly rel: string | undefined;
  readonly location: string | undefined;
}

export class OldClient {
  readonly #world: OcciWorld;

  constructor(world: OcciWorld) {
    this.#world = world;
  }

  async #send(method: string, path: string, headers: readonly (readonly [string, string])[] = []): Promise<Answer> {
    const answer = await this.#world.request(method, path, { ...REQUEST, headers: [AGENT, ...headers] });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    if (!/(^| )OCCI\/1\.1( |$)/.test(answer.headers.get("server") ?? "")) throw new Error("no server of OCCI 1.1");
    return answer;
  }

  /** It matches each category with one pattern, in this order of members. */
  async discover(filter?: string): Promise<OldCategory[]> {
    const { headers } = await this.#send("GET", "/-/", filter === undefined ? [] : [["Category", filter]]);
    const pattern = /([\w.-]+); scheme="([^"]*)"; class="(?:kind|mixin|action)"([^,]*)/g;
    return [...(headers.get("category") ?? "").matchAll(pattern)].map(([, term = "", scheme = "", rest = ""]) => ({
      term,
      scheme,
      rel: /rel="([^"]*)"/.exec(rest)?.[1],
      location: /location="([^"]*)"/.exec(rest)?.[1],
    }));
  }

  /** POST to `/`, as the group's test does. @returns the path of what was made. */
  async create(
    categories: readonly string[],
    attributes: readonly string[],
    links: readonly string[] = [],
  ): Promise<string> {
    const headers: [string, string][] = [["Category", categories.join(", ")]];
    if (attributes.length > 0) headers.push(["X-OCCI-Attribute", attributes.join(", ")]);
    if (links.length > 0) headers.push(["Link", links.join(", ")]);
    const { headers: answer } = await this.#send("POST", "/", headers);
    return new URL(answer.get("location") ?? "").pathname;
  }

  /** Attributes by name, split at each comma: none of those it uses holds one. */
  async attributes(path: string): Promise<ReadonlyMap<string, string>> {
    const { headers } = await this.#send("GET", path);
    const pairs = (headers.get("x-occi-attribute") ?? "").split(",").map((pair) => pair.split("="));
    return new Map(pairs.map(([name = "", value = ""]) => [name.trim(), value.replace(/^"|"$/g, "")]));
  }

  /** It drops the first character of each piece of the Link header, and puts its endpoint in front of what is left. */
  async actionLinks(path: string): Promise<string[]> {
    const { headers } = await this.#send("GET", path);
    const pieces = (headers.get("link") ?? "").split(",").map((piece) => piece.slice(1).split(">")[0] ?? "");
    return pieces.filter((piece) => piece.includes("?action="));
  }

  async links(path: string): Promise<string[]> {
    const { headers } = await this.#send("GET", path);
    return [...(headers.get("link") ?? "").matchAll(/self="([^"]*)"/g)].map(([, self = ""]) => self);
  }

  async act(path: string, action: string, attributes: readonly string[] = []): Promise<void> {
    const at = action.indexOf("#") + 1;
    const term = action.slice(at);
    const headers: [string, string][] = [["Category", `${term}; scheme="${action.slice(0, at)}"; class="action"`]];
    if (attributes.length > 0) headers.push(["X-OCCI-Attribute", attributes.join(", ")]);
    await this.#send("POST", `${path}?action=${term}`, headers);
  }

  async list(path: string, headers: readonly (readonly [string, string])[] = []): Promise<string[]> {
    const answer = await this.#send("GET", path, headers);
    return (answer.headers.get("x-occi-location") ?? "")
      .split(", ")
      .filter((uri) => uri !== "")
      .map((uri) => new URL(uri).pathname);
  }

  async addMixin(category: string): Promise<void> {
    await this.#send("POST", "/-/", [["Category", category]]);
  }

  async tag(location: string, paths: readonly string[]): Promise<void> {
    await this.#send("POST", location, [["X-OCCI-Location", paths.join(", ")]]);
  }

  async remove(path: string): Promise<void> {
    const { status } = await this.#send("DELETE", path);
    if (status !== 200) throw new Error(`DELETE ${path}: ${status}`);
  }

  /** Its status, for what must be refused. */
  async status(method: string, path: string): Promise<number> {
    return (await this.#world.request(method, path, REQUEST)).status;
  }
}
