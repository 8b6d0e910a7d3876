/** Names where ids are asked for. */
import { OcciError } from "../errors.ts";
import { type Context, readList } from "./context.ts";
import { harmless } from "./format/terminal-text.ts";
import { KINDS, type Kind } from "./kinds.ts";
import type { Resource } from "./resource.ts";

/**
 * The id that goes by a name; digits are an id already, and -1 is oneself. Instance types go by their names.
 * @throws OcciError NOT_FOUND, AMBIGUOUS_NAME with the candidates.
 */
export async function idOf(context: Context, kind: Kind, typed: string): Promise<string> {
  const [id = typed] = await idsOf(context, kind, [typed]);
  return id;
}

/** The same for several, with one list. */
export async function idsOf(context: Context, kind: Kind, typed: readonly string[]): Promise<string[]> {
  let list: readonly Resource[] | undefined;
  const ids: string[] = [];
  for (const one of typed) {
    if (isId(kind, one)) ids.push(one);
    else {
      list ??= await readList(context, kind, false);
      ids.push(await idAmong({ noun: KINDS[kind].noun, program: `occi-${kind}` }, one, list));
    }
  }
  return ids;
}

function isId(kind: Kind, typed: string): boolean {
  return kind === "instance-type" || /^\d+$/.test(typed) || (kind === "user" && typed === "-1");
}

/** The kind of resource that a name belongs to, and the program that lists them. */
export interface Sort {
  readonly noun: string;
  readonly program: string;
}

/** A resource as far as it is known by. */
type Known = Pick<Resource, "id" | "name">;

/** The id that goes by a name in a list. @throws OcciError NOT_FOUND, AMBIGUOUS_NAME with the candidates. */
export async function idAmong({ noun, program }: Sort, typed: string, list: readonly Known[]): Promise<string> {
  // Some list without names: an empty one would mean them all.
  const found = typed === "" ? [] : list.filter(({ name }) => name === typed);
  const [only, ...others] = found;
  if (only === undefined) throw await unknown({ noun, program }, typed, list);
  if (others.length === 0) return String(only.id);
  const ids = found.map(({ id }) => id).join(", ");
  const message = `${found.length} ${noun}s are named ${JSON.stringify(typed)}: ids ${ids}.`;
  throw new OcciError("AMBIGUOUS_NAME", message, {
    hint: `Name the ${noun} by its id: \`${program} show ID\` shows the details of each.`,
  });
}

/** The number of names that are listed when none is like the one typed. */
const FEW = 6;

async function unknown({ noun, program }: Sort, typed: string, list: readonly Known[]): Promise<OcciError> {
  const named = list.filter(({ name }) => name !== "");
  const { nearestNames } = await import("../config/nearest-name.ts");
  const near = new Set(
    nearestNames(
      typed,
      named.map(({ name }) => name),
    ),
  );
  const candidates = named.filter(({ name }) => near.has(name));
  return new OcciError("NOT_FOUND", `There is no ${noun} named ${JSON.stringify(typed)}.`, {
    hint: candidates.length > 0 ? `Did you mean ${choice(candidates)}?` : there(program, named),
  });
}

/** `web (3), web (4) or wib (7)` */
function choice(resources: readonly Known[]): string {
  const shown = resources.map(described);
  return shown.length === 1 ? shown.join() : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}

function there(program: string, named: readonly Known[]): string {
  const list = `\`${program} list\` shows those that you can see.`;
  if (named.length === 0 || named.length > FEW) return list;
  return `There ${named.length === 1 ? "is" : "are"} ${named.map(described).join(", ")}. ${list}`;
}

function described({ id, name }: Known): string {
  return harmless(`${name} (${id})`);
}
