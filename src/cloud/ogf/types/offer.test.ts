/** What a user is offered, also where oned cannot send all of it in one call. */
import { expect, test } from "bun:test";
import { OcciError } from "../../../errors.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { imageXml } from "../testing/objects.ts";
import { readOffer } from "./offer.ts";

const POOLS = {
  "user.info": "<USER><ID>2</ID><NAME>alice</NAME><TEMPLATE></TEMPLATE></USER>",
  "templatepool.info": "<VMTEMPLATE_POOL></VMTEMPLATE_POOL>",
  "imagepool.info": `<IMAGE_POOL>${imageXml({ id: 9 })}</IMAGE_POOL>`,
  "clusterpool.info": "<CLUSTER_POOL></CLUSTER_POOL>",
  "vnpool.info": "<VNET_POOL></VNET_POOL>",
};

/** An oned whose answer to one call for all is this error. */
function offered(code: ConstructorParameters<typeof OcciError>[0]) {
  const oned = new ScriptedOned(POOLS);
  oned.readMany = () => Promise.reject(new OcciError(code, "not in one"));
  return { oned, offer: readOffer(callerOf(oned), () => {}) };
}

test.each(["ONED_DAMAGED_ANSWER", "NOT_SUPPORTED"] as const)("after %s it is read pool by pool", async (code) => {
  const { oned, offer } = offered(code);
  expect((await offer).images.map(({ id }) => id)).toEqual([9]);
  expect(oned.calls.map((call) => call.split(" ")[0]).sort()).toEqual(Object.keys(POOLS).sort());
});

test.each(["ONED_UNREACHABLE", "FORBIDDEN", "BAD_CREDENTIALS"] as const)("%s is an error", async (code) => {
  const { oned, offer } = offered(code);
  expect(await failureOf(offer)).toBe(`${code}: not in one`);
  expect(oned.calls).toEqual([]);
});
