/** No action of machines is forgotten where each of them has to be. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { actionWords } from "../cloud/testing/action-words.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { OPERATIONS } from "./testing/cross-user-operations.ts";

const words = nonEmpty(await actionWords());

/** Possible only in states that no call of an administrator brings about. */
const PASSING = ["hold", "release", "restart"];

test("oned's rights are proved for every action, but for those of states that pass", () => {
  const proved = OPERATIONS.map(({ request }) => request(0, "alice:alicepass")).flatMap(([, path, body]) =>
    path.startsWith("/compute/") ? (/<PERFORM>(\w+)/.exec(body ?? "")?.[1]?.toLowerCase() ?? []) : [],
  );
  expect(words.filter((word) => !proved.includes(word)).sort()).toEqual(PASSING);
});

test("the manual names every action, and every word of a state", () => {
  const manual = readFileSync(join(import.meta.dir, "..", "..", "etc", "manual", "opennebula-xml.md"), "utf8");
  const isNamed = (word: string) =>
    manual.includes(`\`${word}\``) || new RegExp(`^\\|[^|]*\\b${word.toUpperCase()}\\b[^|]*\\|`, "m").test(manual);
  expect(words.filter((word) => !isNamed(word))).toEqual([]);
});
