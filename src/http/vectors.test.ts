/**
 * Whatever users send, in any of the three languages: what OpenNebula gets has a vector where it expects one, and a plain value
 * everywhere else. oned 6.10 does not survive `GRAPHICS = "vnc"`. The judge is what the stand-in was asked, read by its own
 * parser, which knows nothing of ours.
 */
import { expect, test } from "bun:test";
import fc from "fast-check";
import { BASE_PATH, OPERATIONS } from "../dialects/json/index.ts";
import { withInputs } from "./api/testing/inputs-template.ts";
import { describeOcci } from "./ogf/testing/over-sim.ts";
import type { Sent } from "./testing/vectors/hostile-text.ts";
import { firstOfJson, jsonRequests } from "./testing/vectors/json-requests.ts";
import { newJudge } from "./testing/vectors/judge.ts";
import { EACH_OF_OGF, FIRST_OF_OGF, OF_OGF } from "./testing/vectors/ogf-requests.ts";
import { EACH_OF_XML, FIRST_OF_XML, OF_XML } from "./testing/vectors/xml-requests.ts";

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** A member of a document that is a text, may be one or holds some. */
function isText({ type, format, items, anyOf = [] }: Schema): boolean {
  if (type === "array") return items !== undefined && isText(items);
  return (type === "string" && format === undefined) || anyOf.some(isText);
}

describeOcci(
  "vectors and values",
  (world) => {
    const OF_BOTH = ["vm.allocate", "vm.update", "vn.allocate", "vn.update", "image.allocate", "image.update"];
    test.each([
      ["OpenNebula's XML", [...FIRST_OF_XML, ...EACH_OF_XML], OF_XML, 200, ["vm.attach", "vm.attachnic", "vm.resize"]],
      [
        "OCCI 1.2",
        [...FIRST_OF_OGF, ...EACH_OF_OGF],
        OF_OGF,
        80,
        ["secgroup.allocate", "template.instantiate", "user.update", "vn.reserve"],
      ],
    ] as const)(
      "stay what they are, whatever is sent in %s",
      async (_, first, requests, numRuns, wanted) => {
        const judge = newJudge();
        await fc.assert(
          fc.asyncProperty(requests, async ([method, path, sending]) => {
            const { status } = await world.request(method, path, { user: "oneadmin", ...sending });
            expect(status).toBeLessThan(600);
            judge.judge(world);
          }),
          { numRuns: first.length + numRuns, examples: first.map((sent): [Sent] => [sent]) },
        );
        expect([...OF_BOTH, ...wanted].filter((method) => !judge.met.has(method))).toEqual([]);
      },
      60_000,
    );

    test("stay what they are, whatever is sent to the JSON API", async () => {
      const template = withInputs(world);
      const first = firstOfJson(template);
      const judge = newJudge();
      const ok = new Set<string>();
      await fc.assert(
        fc.asyncProperty(jsonRequests(template), async ([method, path, sending]) => {
          const { status } = await world.request(method, path, { user: "oneadmin", ...sending });
          expect(status).toBeLessThan(500);
          if (status < 300) ok.add(`${method} ${path}`);
          judge.judge(world);
        }),
        { numRuns: first.length + 150, examples: first.map((sent): [Sent] => [sent]) },
      );
      const wanted = [...OF_BOTH, "vm.attach", "vm.attachnic", "vm.resize", "vm.schedadd", "vm.schedupdate"];
      const more = ["template.instantiate", "user.update"];
      expect([...wanted, ...more].filter((method) => !judge.met.has(method))).toEqual([]);
      // Each operation with free text was carried out at least once.
      const withText = OPERATIONS.filter(({ body }) =>
        Object.values((body?.properties ?? {}) as Record<string, Schema>).some(isText),
      );
      const done = [...ok].map((sent) => sent.replace(BASE_PATH, "").replace(/\/\d+/g, "/N"));
      const named = withText.map(({ method, path }) => `${method} ${path.replace(/\/\{\w+\}/g, "/N")}`);
      expect(named.filter((one) => !done.includes(one))).toEqual([]);
      expect(named.length).toBeGreaterThan(12);
    }, 60_000);
  },
  { networkDriver: "bridge", bridge: "br0" },
);
