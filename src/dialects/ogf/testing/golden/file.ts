/** Golden files: what a rendering was when somebody last looked at it. `UPDATE_GOLDEN=1` writes them anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The expected text, or `actual` itself after writing it, when golden files are to be updated. */
export function golden(name: string, actual: string): string {
  const file = join(import.meta.dir, `${name}.txt`);
  if (process.env.UPDATE_GOLDEN !== "1") return readFileSync(file, "utf8").replace(/\n$/, "");
  writeFileSync(file, `${actual}\n`);
  return actual;
}
