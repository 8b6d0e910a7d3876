/** Names where ids are asked for. */
import { OcciError } from "../errors.ts";
import { type Context, readList } from "./context.ts";
import { KINDS, type Kind } from "./kinds.ts";

/**
 * The id that goes by a name; digits are an id already, and -1 is oneself. Instance types go by their names.
 * @throws OcciError NOT_FOUND, AMBIGUOUS_NAME with the candidates.
 */
export async function idOf(context: Context, kind: Kind, typed: string): Promise<string> {
  if (kind === "instance-type" || /^\d+$/.test(typed) || (kind === "user" && typed === "-1")) return typed;
  const { noun, element } = KINDS[kind];
  const resources = await readList(context, kind, false);
  const found = resources.filter(({ name }) => name === typed);
  const [only, ...others] = found;
  if (only === undefined)
    throw await unknown(
      noun,
      typed,
      resources.map(({ name }) => name),
    );
  if (others.length > 0) {
    const ids = found.map(({ id }) => id).join(", ");
    throw new OcciError(
      "AMBIGUOUS_NAME",
      `There are ${found.length} of the name ${JSON.stringify(typed)}: ids ${ids}.`,
      {
        hint: `Name the ${noun} by its id (${element}/ID).`,
      },
    );
  }
  return String(only.id);
}

async function unknown(noun: string, typed: string, names: readonly string[]): Promise<OcciError> {
  const { nearestName } = await import("../config/nearest-name.ts");
  const near = nearestName(typed, names);
  return new OcciError("NOT_FOUND", `There is no ${noun} of the name ${JSON.stringify(typed)}.`, {
    hint: near === undefined ? "`list` shows those that you may see." : `Did you mean ${near}?`,
  });
}

/** The same for several, one after the other. */
export async function idsOf(context: Context, kind: Kind, typed: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const one of typed) ids.push(await idOf(context, kind, one));
  return ids;
}
