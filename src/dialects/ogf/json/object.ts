/** Objects as they are read from JSON. */
export type Json = string | number | boolean | readonly Json[] | JsonObject;

/**
 * The members of an object, in order: any name can be asked for, `__proto__` too. It takes half of the memory of a Map,
 * and a body may hold one every six bytes. It is asked for few names: looking for one goes through all.
 */
export class JsonObject {
  readonly #names: readonly string[];
  readonly #values: readonly Json[];

  /** @param names each once. */
  constructor(names: readonly string[], values: readonly Json[]) {
    this.#names = names;
    this.#values = values;
  }

  get size(): number {
    return this.#names.length;
  }

  get(name: string): Json | undefined {
    const at = this.#names.indexOf(name);
    return at < 0 ? undefined : this.#values[at];
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  keys(): readonly string[] {
    return this.#names;
  }

  values(): readonly Json[] {
    return this.#values;
  }

  *[Symbol.iterator](): Generator<readonly [string, Json]> {
    for (const [at, name] of this.#names.entries()) yield [name, this.#values[at] as Json];
  }
}
