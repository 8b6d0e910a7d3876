/** Reads of fields that no request has, also in branches that no probe takes. Code that is not understood is passed over. */
import { type Fields, isList, member, type Shape, UnknownField } from "./fields.ts";
import { codeOf } from "./tag-code.ts";

export interface Misspelt {
  /** From 1, as the column. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string | undefined;
}

const NAME = String.raw`[A-Za-z_$][\w$]*`;
/** `.x`, `?.x`, `["x"]`, `[0]`, `[index]`; strings are blank in the code. */
const ACCESS = String.raw`\s*(?:\?\.\s*)?\[[^[\]]*\]|\s*\??\.\s*${NAME}`;
const PATH = `(${NAME})((?:${ACCESS})*)`;
/** Not a member, nor the rest of a longer name; `...` may come before it. */
const START = String.raw`(?<![\w$])(?<!(?<!\.\.)\.\s*)`;
const ITERATING = "map|filter|forEach|some|every|find|findLast|findIndex|flatMap";
const REBOUND =
  /\bit\s*=(?!=)|\([^()]*\bit\b[^()]*\)\s*=>|\b(?:const|let|var)\s+(?:it\b|[{[][^=;}\]]*\bit\b)|\bfunction\b[^(]*\([^)]*\bit\b|\bcatch\s*\(\s*it\b|\(\s*it\s*\)\s*\{|\bassign\s*\(\s*it\b/;

interface Place {
  readonly shape: Exclude<Shape, "value">;
  /** As the template writes it. */
  readonly path: string;
}

/** @param extra names that an `include` passes. */
export function misspeltIn(text: string, fields: Fields, extra: ReadonlySet<string> = new Set()): Misspelt[] {
  const code = codeOf(text);
  if (REBOUND.test(code)) return [];
  const own = [...code.matchAll(new RegExp(String.raw`${START}it\s*\.\s*(${NAME})\s*(?:[?|&]{2})?=(?![=>])`, "g"))];
  const free = new Set([...extra, ...own.flatMap(([, name]) => name ?? [])]);
  return new Search(text, code, fields, free).all();
}

class Search {
  private readonly found = new Map<number, Misspelt>();
  private readonly text: string;
  private readonly code: string;
  private readonly free: ReadonlySet<string>;
  private readonly names: Map<string, Place>;
  /** How often each name was bound to a known shape. */
  private readonly bound = new Map<string, number>();

  constructor(text: string, code: string, fields: Fields, free: ReadonlySet<string>) {
    [this.text, this.code, this.free] = [text, code, free];
    this.names = new Map([["it", { shape: fields, path: "it" }]]);
  }

  all(): Misspelt[] {
    this.bind();
    const path = new RegExp(START + PATH, "g");
    for (let match = path.exec(this.code); match !== null; match = path.exec(this.code)) {
      // There may be other paths between the brackets of an access.
      path.lastIndex = match.index + (match[1] ?? "").length;
      this.walk(match[1] ?? "", match[2] ?? "", path.lastIndex);
    }
    return [...this.found.values()].sort((one, other) => one.line - other.line || one.column - other.column);
  }

  /** Variables that are a part of the request: in loops, callbacks and declarations, the latter also of single fields. */
  private bind(): void {
    const declared = String.raw`(?:const|let|var)\s*(${NAME}|\{[^{}]*\})\s*`;
    const loop = new RegExp(String.raw`\b${declared}of\s+${PATH}\s*\)`, "gd");
    const plain = new RegExp(String.raw`\b${declared}=\s*${PATH}\s*(?=[;\n])`, "gd");
    const call = new RegExp(
      String.raw`${START}${PATH}\s*\(\s*\(?\s*(${NAME}|\{[^{}]*\})\s*(?:,\s*${NAME}\s*)*\)?\s*=>`,
      "gd",
    );
    for (const match of this.code.matchAll(plain)) this.bindOne(match, 1, 2, false);
    for (const match of this.code.matchAll(loop)) this.bindOne(match, 1, 2, true);
    const iterates = new RegExp(String.raw`\??\.\s*(?:${ITERATING})(?!.)`);
    for (const match of this.code.matchAll(call)) {
      const accesses = match[2] ?? "";
      if (iterates.test(accesses)) this.bindOne(match, 3, 1, true, accesses.replace(iterates, ""));
    }
    for (const [name, times] of this.bound) if (this.bindings(name) > times) this.names.delete(name);
  }

  private bindOne(match: RegExpExecArray, target: number, root: number, each: boolean, accesses?: string): void {
    const at = (group: number): number => match.indices?.[group]?.[0] ?? 0;
    const written = match[target] ?? "";
    const path = accesses ?? match[root + 1] ?? "";
    const place = this.walk(match[root] ?? "", path, at(root) + (match[root] ?? "").length);
    const shape = place === undefined || !each ? place?.shape : isList(place.shape) ? place.shape[0] : undefined;
    if (place === undefined || shape === undefined || shape === "value") return;
    if (written.startsWith("{")) {
      for (const field of written.matchAll(new RegExp(String.raw`(?<=[{,]\s*)(${NAME})(?=\s*[:=,}])`, "g"))) {
        this.read({ shape, path: each ? `${place.path}[0]` : place.path }, field[0], at(target) + field.index);
      }
      return;
    }
    // Nothing is known about a name with several meanings.
    const before = this.names.get(written)?.shape;
    if (before === undefined || before === shape) this.bound.set(written, (this.bound.get(written) ?? 0) + 1);
    this.names.set(written, { shape, path: written });
  }

  /** How often the name is bound, to whatever. */
  private bindings(name: string): number {
    const word = name.replaceAll("$", "\\$");
    const sign = String.raw`\b(?:const|let|var)\s+${word}(?![\w$])|(?<![\w$.])${word}\s*(?:,[^()]*)?\)?\s*=>|\([^()]*,\s*${word}\s*(?:,[^()]*)?\)\s*=>|\b(?:const|let|var)\s*[{[][^=;}\]]*?(?<![\w$])${word}(?![\w$])|(?<![\w$.])${word}\s*=(?![=>])|\bfunction\b[^(]*\([^)]*(?<![\w$])${word}(?![\w$])`;
    return [...this.code.matchAll(new RegExp(sign, "g"))].length;
  }

  /** Follows the accesses; reports the first that does not exist. @returns the shape at their end, when it is known. */
  private walk(root: string, accesses: string, start: number): Place | undefined {
    let place = this.names.get(root);
    for (const access of accesses.matchAll(new RegExp(ACCESS, "g"))) {
      if (place === undefined) return undefined;
      const at = start + access.index;
      const name = this.nameOf(access[0], at);
      if (name !== undefined) place = this.read(place, name, at + access[0].search(/[\w$"'[]/));
      else if (!isList(place.shape)) return undefined;
      else place = placed(place.shape[0], `${place.path}${access[0].trim()}`);
    }
    return place;
  }

  private nameOf(access: string, at: number): string | undefined {
    if (!access.includes("[")) return /[A-Za-z_$][\w$]*$/.exec(access)?.[0];
    const inner = this.text
      .slice(at, at + access.length)
      .slice(access.indexOf("[") + 1, -1)
      .trim();
    return /^(?:(["'`])([A-Za-z_$][\w$]*)\1)$/.exec(inner)?.[2];
  }

  private read(place: Place, name: string, at: number): Place | undefined {
    const found = place.path === "it" && this.free.has(name) ? undefined : member(place.path, place.shape, name);
    if (!(found instanceof UnknownField)) return found && placed(found, `${place.path}.${name}`);
    const before = this.text.slice(0, at).split("\n");
    const { message, hint } = found;
    this.found.set(at, { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message, hint });
    return undefined;
  }
}

function placed(shape: Shape, path: string): Place | undefined {
  return shape === "value" ? undefined : { shape, path };
}
