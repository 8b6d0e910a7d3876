/** For `bun test --preload`: which mutants the tests of a file come by, written to the file that OCCI_COVERAGE names. */
import { afterAll } from "bun:test";
import { writeFileSync } from "node:fs";

interface Namespace {
  readonly mutantCoverage?: { readonly static: Readonly<Record<string, number>> };
}

afterAll(() => {
  const file = process.env.OCCI_COVERAGE;
  if (file === undefined) return;
  const { __stryker__ } = globalThis as { __stryker__?: Namespace };
  writeFileSync(file, JSON.stringify(Object.keys(__stryker__?.mutantCoverage?.static ?? {})));
});
