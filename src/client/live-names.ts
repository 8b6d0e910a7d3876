/** The ids and names on the server, for completions: quick, and silent on any failure. */
import type { Arguments, Names } from "../terminal/command.ts";
import type { Candidate } from "../terminal/completion.ts";
import { openContext, readList, readOne } from "./context.ts";
import { KINDS, type Kind } from "./kinds.ts";
import { idOf } from "./lookup.ts";
import { isPartName, partNames } from "./part-names.ts";
import { readProfiles } from "./profiles.ts";
import { canPrompt } from "./prompt.ts";
import { readTemplates } from "./templates.ts";

/** Nobody waits longer for a completion. Seconds. */
const PATIENCE = 2;

/**
 * Ids and names. It never prompts and never reports an error: if anything goes wrong, it offers nothing.
 * @param args the options typed so far: server, user, profile; and the words, of which the first names the machine
 *   whose parts are wanted.
 */
export async function liveNames(names: Names, args: Arguments): Promise<readonly Candidate[]> {
  let timer: Timer | undefined;
  // The limit of a request is not enough: a certificate that is not trusted is asked for once more, for instance.
  const late = new Promise<readonly Candidate[]>((resolve) => {
    timer = setTimeout(() => resolve([]), PATIENCE * 1000);
  });
  try {
    return await Promise.race([late, namesOf(names, args)]);
  } finally {
    clearTimeout(timer);
  }
}

async function namesOf(names: Names, { options, words }: Arguments): Promise<readonly Candidate[]> {
  try {
    if (names === "profile") {
      return readProfiles(process.env).profiles.map(({ name, url = "" }) => [name, url] as const);
    }
    // Shells ask without a terminal. With one a question for the password could be asked.
    if (!(isKind(names) || isPartName(names) || names === "template") || canPrompt()) return [];
    const { debug: _, ...others } = options;
    const asked = { ...others, timeout: [String(PATIENCE)], output: ["id"] };
    const context = openContext({ options: asked, words: [] }, false, () => {});
    if (names === "template") return candidates("template", await readTemplates(context));
    if (isKind(names)) return candidates(KINDS[names].noun, await readList(context, names, false));
    const [machine = "", disk = ""] = words;
    return partNames(names, await readOne(context, "compute", await idOf(context, "compute", machine)), disk);
  } catch {
    return [];
  }
}

function isKind(names: Names): names is Kind {
  return Object.hasOwn(KINDS, names);
}

/** A name that only one resource has means that resource; an id always does. */
function candidates(
  noun: string,
  resources: readonly { readonly id: number | string; readonly name: string }[],
): Candidate[] {
  const times = new Map<string, number>();
  for (const { name } of resources) times.set(name, (times.get(name) ?? 0) + 1);
  return resources.flatMap(({ id, name }): Candidate[] => {
    const byName = times.get(name) === 1 && name !== "" && !/^\d+$/.test(name) && !name.startsWith("-");
    const named: Candidate[] = byName ? [[name, `${noun} ${id}`]] : [];
    return noun === KINDS["instance-type"].noun ? [[String(id), noun]] : [...named, [String(id), name]];
  });
}
