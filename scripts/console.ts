/**
 * Bundles the console into one file, which scripts/build embeds in the executable.
 * Usage: bun scripts/console.ts FILE        (prints the sizes; fails when they are over the budget)
 */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writePack } from "../src/http/console/pack.ts";
import { BUDGET, bundleConsole, sizesOf } from "./console/bundle.ts";

const [file] = process.argv.slice(2);
if (file === undefined || file === "--help" || file === "-h") {
  console.log("Usage: bun scripts/console.ts FILE");
  process.exit(file === undefined ? 2 : 0);
}
const target = resolve(file);
// The bundler's names and hashes depend on where it runs.
process.chdir(join(import.meta.dir, ".."));
const bundle = await bundleConsole();
writeFileSync(target, writePack(bundle));
const { first, all } = sizesOf(bundle);
console.log(`console: ${first} bytes at first (of ${BUDGET.first}), ${all} in all (of ${BUDGET.all}), by brotli`);
if (first > BUDGET.first || all > BUDGET.all) {
  console.error("scripts/console.ts: the console is larger than its budget: load less at once, or take less");
  process.exit(1);
}
