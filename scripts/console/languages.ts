/**
 * The other languages of the console without the names of their texts: those are the same as in English, which each
 * browser has already. The rest are the texts, in the order of their names; `app/text/named.ts` gives the names back.
 */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BunPlugin } from "bun";
import * as en from "../../src/console/app/text/en/index.ts";

const FILES = /\/console\/app\/text\/(?!en\/)\w+\/index\.ts$/;

/** The source of the texts alone. @throws Error where a text is missing. */
function valuesOf(english: object, other: Readonly<Record<string, unknown>>, where: string): string {
  const values = Object.entries(english)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      const found = other[name];
      if (typeof found !== typeof value) throw new Error(`${where}: the text ${name} is missing`);
      if (typeof found === "function") return String(found);
      return typeof found === "string" ? JSON.stringify(found) : valuesOf(value, found as never, `${where} ${name}`);
    });
  return `[${values.join(",")}]`;
}

/** Texts that are functions are taken out of their files: they must need nothing else of them. */
async function checkFiles(directory: string): Promise<void> {
  for (const name of readdirSync(directory)) {
    const text = await Bun.file(join(directory, name)).text();
    const other = /^(?!import type |export |\/\*\*| \*|[ }\])]|$).+/m.exec(text);
    if (other !== null)
      throw new Error(`${join(directory, name)}: this file must hold texts alone. Move to another file: ${other[0]}`);
  }
}

export const NAMELESS: BunPlugin = {
  name: "nameless",
  setup(build) {
    build.onLoad({ filter: FILES }, async ({ path }) => {
      await checkFiles(dirname(path));
      return { contents: `export default ${valuesOf(en, await import(path), path)};`, loader: "js" };
    });
  },
};
