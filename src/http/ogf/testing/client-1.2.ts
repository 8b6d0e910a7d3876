/** A client as one writes it to OCCI 1.2 today: application/occi+json both ways, nothing known but `/-/`. For tests. */
import type { OcciWorld } from "./over-sim.ts";

export interface Category {
  readonly term: string;
  readonly scheme: string;
  readonly title?: string;
  readonly location?: string;
  readonly parent?: string;
  readonly depends?: readonly string[];
  readonly actions?: readonly string[];
}

export interface Discovery {
  readonly kinds: readonly Category[];
  readonly mixins: readonly Category[];
  readonly actions: readonly Category[];
}

export interface Entity {
  readonly kind: string;
  readonly id: string;
  readonly title?: string;
  readonly mixins?: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly actions?: readonly string[];
  readonly links?: readonly Entity[];
  readonly source?: { readonly location: string };
  readonly target?: { readonly location: string };
}

const JSON_TYPE = "application/occi+json";

export class NewClient {
  readonly #world: OcciWorld;

  constructor(world: OcciWorld) {
    this.#world = world;
  }

  async #send(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    const answer = await this.#world.request(method, path, {
      accept: JSON_TYPE,
      headers: { "User-Agent": "new-client/2.0 OCCI/1.2", ...headers },
      ...(body !== undefined && { contentType: JSON_TYPE, body: JSON.stringify(body) }),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    if (answer.headers.get("content-type") !== JSON_TYPE) throw new Error(`not in JSON: ${answer.body}`);
    return { headers: answer.headers, value: JSON.parse(answer.body) as unknown };
  }

  async discover(): Promise<Discovery> {
    return (await this.#send("GET", "/-/")).value as Discovery;
  }

  /** @returns the path of what was made. */
  async create(location: string, entity: unknown): Promise<string> {
    const { headers } = await this.#send("POST", location, entity);
    return new URL(headers.get("location") ?? "").pathname;
  }

  async get(path: string): Promise<Entity> {
    return (await this.#send("GET", path)).value as Entity;
  }

  async list(path: string, headers: Readonly<Record<string, string>> = {}): Promise<readonly Entity[]> {
    const { value } = await this.#send("GET", path, undefined, headers);
    const { resources = [], links = [] } = value as { resources?: Entity[]; links?: Entity[] };
    return [...resources, ...links];
  }

  async act(path: string, action: string, attributes: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const term = action.slice(action.indexOf("#") + 1);
    return (await this.#send("POST", `${path}?action=${term}`, { action, attributes })).value;
  }

  async post(path: string, body: unknown): Promise<unknown> {
    return (await this.#send("POST", path, body)).value;
  }

  async remove(path: string): Promise<void> {
    await this.#send("DELETE", path);
  }

  async status(path: string): Promise<number> {
    return (await this.#world.request("GET", path, { accept: JSON_TYPE })).status;
  }
}
