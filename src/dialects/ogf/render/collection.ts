/** Collections, piece by piece, so that a large one is never held as a whole (GFD.223, 11). */
import { isJson, type Rendering } from "../media-type.ts";
import { type AnyEntity, isLink } from "../model.ts";
import { HeaderGatherer, OK } from "./headers.ts";
import { entityObject } from "./json.ts";
import { absolute, uri } from "./rendered.ts";

type List = "resources" | "links";

/** The parts of a collection in JSON: one list goes out as it comes, the other is kept for the end. */
class JsonCollection {
  readonly #prefix: string;
  #open: List | undefined;
  #started = false;
  readonly #kept: string[] = [];

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The list of the first entity goes out; collections of one kind, the large ones, have no other. */
  add(entity: AnyEntity): string {
    const list = isLink(entity) ? "links" : "resources";
    const json = JSON.stringify(entityObject(entity, this.#prefix));
    const prefix = this.#open === undefined ? `{"${list}":[` : "";
    this.#open ??= list;
    if (this.#open !== list) {
      this.#kept.push(json);
      return "";
    }
    const piece = `${prefix}${this.#started ? "," : ""}${json}`;
    this.#started = true;
    return piece;
  }

  end(empty: List): string {
    if (this.#open === undefined) return `{"${empty}":[]}`;
    if (this.#kept.length === 0) return "]}";
    return `],"${this.#open === "links" ? "resources" : "links"}":[${this.#kept.join(",")}]}`;
  }
}

/**
 * Writes one collection. Each call gives the next piece of the body, `end` the last one and the headers. In JSON it
 * holds entities, else nothing but where they are.
 */
export class CollectionWriter {
  readonly #rendering: Rendering;
  readonly #base: string;
  readonly #empty: List;
  readonly #json: JsonCollection;
  readonly #headers = new HeaderGatherer();
  #started = false;

  /**
   * @param base `https://host`, without a slash at its end.
   * @param empty which list an empty JSON collection shows.
   * @param prefix the path in `base`; "" for none.
   */
  constructor(rendering: Rendering, base: string, empty: List = "resources", prefix = "") {
    this.#rendering = rendering;
    this.#base = base;
    this.#empty = empty;
    this.#json = new JsonCollection(prefix);
  }

  /** Whether whole entities are needed; otherwise `locations` is enough. */
  get wantsEntities(): boolean {
    return isJson(this.#rendering);
  }

  /**
   * The next members by their paths; not for JSON.
   * @throws OcciError NOT_ACCEPTABLE when they are too long for text/occi.
   */
  locations(paths: readonly string[]): string {
    if (this.wantsEntities) throw new Error("a collection in JSON consists of entities");
    return paths.map((path) => this.#location(absolute(uri(path), this.#base))).join("");
  }

  #location(location: string): string {
    if (this.#rendering === "text/uri-list") return `${location}\n`;
    if (this.#rendering === "text/occi") {
      this.#headers.add(["X-OCCI-Location", location]);
      return "";
    }
    const separator = this.#started ? "\n" : "";
    this.#started = true;
    return `${separator}X-OCCI-Location: ${location}`;
  }

  /**
   * The next members.
   * @throws OcciError NOT_ACCEPTABLE when they are too long for text/occi.
   */
  entities(batch: readonly AnyEntity[]): string {
    if (!this.wantsEntities) return this.locations(batch.map(({ location }) => location));
    return batch.map((entity) => this.#json.add(entity)).join("");
  }

  /** The rest of the body. */
  end(): { body: string; headers: readonly (readonly [string, string])[] } {
    if (this.wantsEntities) return { body: this.#json.end(this.#empty), headers: [] };
    return { body: this.#rendering === "text/occi" ? OK : "", headers: this.#headers.headers() };
  }
}
