/** What a user can make machines of, out of the answers to one call. */
import { expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import { offer, offeredImage, offeredTemplate } from "./offer.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";

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

/** An oned that answers so, in the order of what is asked. */
function onedWith(...documents: readonly string[]): ScriptedOned {
  const methods = ["user.info", "templatepool.info", "imagepool.info", "clusterpool.info", "vnpool.info"];
  return new ScriptedOned(Object.fromEntries(methods.map((method, at) => [method, documents[at] ?? ""])));
}

test("templates, images and clusters come with what is needed of them, and the user's notes", async () => {
  const oned = onedWith(USER, TEMPLATES, IMAGES, CLUSTERS, VNETS);
  const found = await offer(oned, "alice:alicepass");
  expect(oned.requests.map(([, method]) => method)).toEqual([
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
  expect([oned.calls.length, oned.held]).toEqual([5, 0]);
});

test("an object without a name is offered with an empty one", () => {
  expect(offeredTemplate(readRecord("<VMTEMPLATE><ID>4</ID></VMTEMPLATE>", "VMTEMPLATE"))).toEqual({
    ...{ id: 4, name: "", notes: new Map(), inputs: new Map() },
  });
  const image = "<IMAGE><ID>9</ID><TYPE>99</TYPE><STATE>99</STATE></IMAGE>";
  expect(offeredImage(readRecord(image, "IMAGE"))).toEqual({ id: 9, name: "", type: "OS", state: "INIT" });
});

test("an answer that is damaged is an error, and all of them are given back", async () => {
  for (const at of [0, 1, 2, 3, 4]) {
    const documents = [USER, TEMPLATES, IMAGES, CLUSTERS, VNETS].map((one, index) => (index === at ? "<OTHER/>" : one));
    const oned = onedWith(...documents);
    await expect(offer(oned, "alice:alicepass")).rejects.toHaveProperty("code", "ONED_DAMAGED_ANSWER");
    expect([oned.calls.length, oned.held]).toEqual([5, 0]);
  }
});
