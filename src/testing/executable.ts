/** For tests: the program as it is shipped. */
import { existsSync } from "node:fs";
import { join } from "node:path";

const PATH = join(import.meta.dir, "..", "..", "dist", "occi-server");

/** The path of the compiled program. @throws Error before `scripts/build` has made it. */
export function executable(): string {
  if (!existsSync(PATH)) throw new Error("dist/occi-server is missing: run scripts/build");
  return PATH;
}
