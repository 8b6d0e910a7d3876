/** Mutants that the type checker refuses are no programs: they need no test. */
import { rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Mutant } from "./mutant.ts";

/** As for the program, but what a change leaves unused is no fault of types. */
const OPTIONS = { extends: "./tsconfig.json", compilerOptions: { noUnusedLocals: false, noUnusedParameters: false } };

/** Beside the file that it changes, so that its imports mean the same. */
function fileOf({ file, id }: Mutant): string {
  return join(dirname(file), `${basename(file, ".ts")}.mutant-${id}.ts`);
}

/**
 * Checks all mutants at once, each as a file of its own.
 * @param copy of the repository, as it was before any change.
 */
export async function withoutTypeErrors(copy: string, mutants: readonly Mutant[]): Promise<readonly Mutant[]> {
  const options = join(copy, "tsconfig.mutants.json");
  writeFileSync(options, JSON.stringify(OPTIONS));
  for (const mutant of mutants) writeFileSync(join(copy, fileOf(mutant)), mutant.content);
  // The compiler of the project: .bin/tsc is version 5, which openapi-typescript needs.
  const child = Bun.spawn(
    [join(copy, "node_modules", "typescript-7", "bin", "tsc"), "-p", options, "--pretty", "false"],
    {
      cwd: copy,
    },
  );
  const faulty = new Set<string>();
  for (const line of (await new Response(child.stdout).text()).split("\n")) {
    const [, file] = /^(\S+)\(\d+,\d+\): error /.exec(line) ?? [];
    if (file !== undefined) faulty.add(file);
  }
  for (const mutant of mutants) rmSync(join(copy, fileOf(mutant)));
  const others = [...faulty].filter((file) => !mutants.some((mutant) => fileOf(mutant) === file));
  if (others.length > 0) throw new Error(`there are type errors without any mutant: ${others.join(", ")}`);
  return mutants.filter((mutant) => !faulty.has(fileOf(mutant)));
}
