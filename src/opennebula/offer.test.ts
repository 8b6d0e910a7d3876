/** What a user can make machines of, out of the answers to one call. */
import { expect, test } from "bun:test";
import { encodePayload } from "../xml/testing/encode-payload.ts";
import type { OnedClient, PoolAnswer } from "./client.ts";
import { offer } from "./offer.ts";

const USER = "<USER><ID>2</ID><NAME>alice</NAME><TEMPLATE><OCCI_TAGS><![CDATA[web]]></OCCI_TAGS></TEMPLATE></USER>";
const TEMPLATES =
  "<VMTEMPLATE_POOL><VMTEMPLATE><ID>4</ID><NAME>web</NAME><TEMPLATE><CPU><![CDATA[1]]></CPU>" +
  "<USER_INPUTS><SIZE><![CDATA[M|number|How much]]></SIZE></USER_INPUTS></TEMPLATE></VMTEMPLATE></VMTEMPLATE_POOL>";
const IMAGES =
  "<IMAGE_POOL><IMAGE><ID>9</ID><NAME>debian</NAME><TYPE>0</TYPE><STATE>1</STATE></IMAGE>" +
  "<IMAGE><ID>10</ID><NAME>data</NAME><TYPE>2</TYPE><STATE>5</STATE></IMAGE></IMAGE_POOL>";
const CLUSTERS = "<CLUSTER_POOL><CLUSTER><ID>100</ID><NAME>north</NAME></CLUSTER></CLUSTER_POOL>";
const VNETS =
  "<VNET_POOL><VNET><ID>3</ID><CLUSTERS><ID>100</ID><ID>7</ID></CLUSTERS></VNET>" +
  "<VNET><ID>4</ID><CLUSTERS><ID>0</ID><ID>7</ID></CLUSTERS></VNET></VNET_POOL>";

/** An oned that answers so; it notes the answers that are given back. */
function onedWith(...documents: readonly string[]) {
  const state = { released: new Set<number>(), methods: [] as string[] };
  const nobody = () => Promise.reject(new Error("nobody expected this"));
  const oned: OnedClient = {
    read: nobody,
    readPool: nobody,
    change: nobody,
    async readMany(_, calls) {
      state.methods = calls.map(([method]) => method);
      return documents.map(
        (document, at): PoolAnswer => ({ encoded: encodePayload(document), release: () => state.released.add(at) }),
      );
    },
  };
  return { oned, state };
}

test("templates, images and clusters come with what is needed of them, and the user's notes", async () => {
  const { oned, state } = onedWith(USER, TEMPLATES, IMAGES, CLUSTERS, VNETS);
  const found = await offer(oned, "alice:alicepass");
  expect(state.methods).toEqual([
    "one.user.info",
    "one.templatepool.info",
    "one.imagepool.info",
    "one.clusterpool.info",
    "one.vnpool.info",
  ]);
  expect(found.templates).toEqual([
    {
      id: 4,
      name: "web",
      notes: new Map([["CPU", "1"]]),
      inputs: new Map([["SIZE", "M|number|How much"]]),
    },
  ]);
  expect(found.images).toEqual([
    { id: 9, name: "debian", type: "OS", state: "READY" },
    { id: 10, name: "data", type: "DATABLOCK", state: "ERROR" },
  ]);
  // What only networks name has no name of its own.
  expect(found.clusters).toMatchObject([
    { id: 100, name: "north" },
    { id: 0, name: "Cluster 0" },
    { id: 7, name: "Cluster 7" },
  ]);
  expect(state.released.size).toBe(5);
});

test("an answer that is damaged is an error, and all of them are given back", async () => {
  for (const at of [0, 1, 2, 3, 4]) {
    const documents = [USER, TEMPLATES, IMAGES, CLUSTERS, VNETS].map((one, index) => (index === at ? "<OTHER/>" : one));
    const { oned, state } = onedWith(...documents);
    await expect(offer(oned, "alice:alicepass")).rejects.toHaveProperty("code", "ONED_DAMAGED_ANSWER");
    expect(state.released.size).toBe(5);
  }
});
