/** Golden files: what goes in, a line `----`, what comes out. `UPDATE_GOLDEN=1` writes the second part anew. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SEPARATOR = "\n----\n";

export interface Golden {
  readonly name: string;
  readonly input: string;
  readonly output: string;
}

/** All golden files of a folder beside this one, by name. */
export function goldenFiles(folder: string): Golden[] {
  const directory = join(import.meta.dir, folder);
  return readdirSync(directory)
    .toSorted()
    .map((file) => {
      const [input = "", output = ""] = readFileSync(join(directory, file), "utf8").split(SEPARATOR);
      return { name: file.replace(/\.txt$/, ""), input, output: output.trimEnd() };
    });
}

/** The expected output, or `actual` itself after writing it, when golden files are to be updated. */
export function expectedOutput(folder: string, golden: Golden, actual: string): string {
  if (process.env.UPDATE_GOLDEN !== "1") return golden.output;
  const file = join(import.meta.dir, folder, `${golden.name}.txt`);
  writeFileSync(file, `${golden.input}${SEPARATOR}${actual}\n`);
  return actual;
}
