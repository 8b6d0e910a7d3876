/**
 * Whatever users send, in either language: what OpenNebula gets has a vector where it expects one, and a plain value
 * everywhere else. oned 6.10 does not survive `GRAPHICS = "vnc"`. The judge is what the stand-in was asked, read by its own
 * parser, which knows nothing of ours.
 */
import { expect, test } from "bun:test";
import fc from "fast-check";
import { describeOcci } from "./ogf/testing/over-sim.ts";
import type { Sent } from "./testing/vectors/hostile-text.ts";
import { newJudge } from "./testing/vectors/judge.ts";
import { EACH_OF_OGF, FIRST_OF_OGF, OF_OGF } from "./testing/vectors/ogf-requests.ts";
import { EACH_OF_XML, FIRST_OF_XML, OF_XML } from "./testing/vectors/xml-requests.ts";

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
  },
  { networkDriver: "bridge", bridge: "br0" },
);
