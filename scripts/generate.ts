/**
 * Writes what is generated from tables in the code: etc/occi-server.conf and the manual's table of the configuration
 * from src/config/options, the manual's table of errors from src/errors.ts, its tables of OCCI 1.2 from src/cloud/ogf, those of the JSON API from src/dialects/json,
 * its reference of the clients from their commands in src/client/table; types of the JSON API for TypeScript from its OpenAPI document.
 * Usage: bun scripts/generate.ts [--check]   (--check: writes nothing, fails when one of them is stale)
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allPrograms } from "../src/cli/programs.ts";
import { apiTypes } from "./console/api-types.ts";
import { withApiTables } from "./manual/api-reference.ts";
import { withClients } from "./manual/client-reference.ts";
import { sampleFile, withTable } from "./manual/config.ts";
import { withErrors } from "./manual/error-table.ts";
import { withOcciTables } from "./manual/ogf-tables.ts";

const [mode] = process.argv.slice(2);
if (mode !== undefined && mode !== "--check") {
  console.log("Usage: bun scripts/generate.ts [--check]");
  process.exit(mode === "--help" || mode === "-h" ? 0 : 2);
}
const root = join(import.meta.dir, "..");

function bring(file: string, wanted: (current: string) => string | undefined): void {
  const path = join(root, file);
  const current = existsSync(path) ? readFileSync(path, "utf8") : "";
  const text = wanted(current);
  if (text === undefined || text === current) return;
  if (mode === "--check") {
    console.error(`${file} is stale: run \`bun scripts/generate.ts\``);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`wrote ${file}`);
  }
}

bring("etc/occi-server.conf", sampleFile);
bring("etc/manual/configuration.md", withTable);
bring("etc/manual/errors.md", withErrors);
bring("etc/manual/ogf.md", withOcciTables);
bring("etc/manual/api.md", withApiTables);
const types = await apiTypes();
bring("src/console/app/api-types.ts", () => types);
const [, ...clients] = await allPrograms();
bring("etc/manual/clients.md", (page) => withClients(page, clients));
