/** Members that begin with an underscore are noVNC's own, and nobody else's: they get shorter names. */

/** No part of a longer name. Keys of X11 (`XK_...`) have their underscore within. */
const OWN_NAME = /(?<![\w$])_[A-Za-z]\w*/g;

const made = new Map<string, Promise<ReadonlyMap<string, string>>>();

/** Shorter names of all files of the package together, the same in each. */
async function namesOf(core: string): Promise<ReadonlyMap<string, string>> {
  const counts = new Map<string, number>();
  for (const file of [...new Bun.Glob("**/*.js").scanSync(core)].toSorted()) {
    const text = await Bun.file(core + file).text();
    for (const [name] of text.matchAll(OWN_NAME)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
  return new Map(names.map((name, index) => [name, `_${index.toString(36)}`]));
}

/** @param core the package's directory of sources, with a slash at its end. */
export async function shortNames(text: string, core: string): Promise<string> {
  const names = made.get(core) ?? namesOf(core);
  made.set(core, names);
  const short = await names;
  return text.replace(OWN_NAME, (name) => short.get(name) ?? name);
}
