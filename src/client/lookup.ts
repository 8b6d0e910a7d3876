/** Names where ids are asked for. */
import { OcciError } from "../errors.ts";
import { type Context, readList } from "./context.ts";
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
      ids.push(await named(kind, one, list));
    }
  }
  return ids;
}

function isId(kind: Kind, typed: string): boolean {
  return kind === "instance-type" || /^\d+$/.test(typed) || (kind === "user" && typed === "-1");
}

async function named(kind: Kind, typed: string, list: readonly Resource[]): Promise<string> {
  const { noun } = KINDS[kind];
  // Some list without names: an empty one would mean them all.
  const found = typed === "" ? [] : list.filter(({ name }) => name === typed);
  const [only, ...others] = found;
  if (only === undefined) {
    const names = list.map(({ name }) => name);
    throw await unknown(kind, typed, names);
  }
  if (others.length === 0) return String(only.id);
  const ids = found.map(({ id }) => id).join(", ");
  throw new OcciError("AMBIGUOUS_NAME", `There are ${found.length} of the name ${JSON.stringify(typed)}: ids ${ids}.`, {
    hint: `Name the ${noun} by its id.`,
  });
}

async function unknown(kind: Kind, typed: string, names: readonly string[]): Promise<OcciError> {
  const { noun } = KINDS[kind];
  const { nearestName } = await import("../config/nearest-name.ts");
  const near = nearestName(typed, names);
  return new OcciError("NOT_FOUND", `There is no ${noun} of the name ${JSON.stringify(typed)}.`, {
    hint: near === undefined ? `\`occi-${kind} list\` shows those that you may see.` : `Did you mean ${near}?`,
  });
}
