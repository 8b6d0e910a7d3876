/** For `bun test --preload`: which mutants the tests of a file come by, written to the file that OCCI_COVERAGE names. */
import { afterAll } from "bun:test";
import { writeFileSync } from "node:fs";

afterAll(() => {
  const file = process.env.OCCI_COVERAGE;
  if (file === undefined) return;
  const { __mutants__ = new Uint8Array(0) } = globalThis as { __mutants__?: Uint8Array };
  const seen = [...__mutants__.keys()].filter((id) => __mutants__[id] === 1);
  writeFileSync(file, JSON.stringify(seen.map(String)));
});
