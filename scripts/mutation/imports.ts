/** Which test files know which files of the program, by way of their imports. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** All files that a file imports, and those import in turn. */
export type Reach = (file: string) => ReadonlySet<string>;

/** @param root of the repository; names are below it. */
export function importsBelow(root: string, files: readonly string[]): Reach {
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  const known = new Set(files);
  const direct = new Map<string, readonly string[]>();
  const importsOf = (file: string): readonly string[] => {
    const found =
      direct.get(file) ??
      transpiler
        .scanImports(readFileSync(join(root, file), "utf8"))
        .filter(({ path }) => path.startsWith("."))
        .map(({ path }) => join(dirname(file), path))
        .filter((path) => known.has(path));
    direct.set(file, found);
    return found;
  };
  return (file) => {
    const reached = new Set([file]);
    for (const one of reached) for (const next of importsOf(one)) reached.add(next);
    return reached;
  };
}
