/** What the JSON API shows of a VM template of oned. */
import { expect, test } from "bun:test";
import { vmTemplateOf } from "../../opennebula/vm-template.ts";
import { readRecord } from "../../xml/record.ts";
import { templateView } from "./templates.ts";

function view(template = "", more = "") {
  const xml = `<VMTEMPLATE><ID>4</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>debian</NAME>
    ${more}<TEMPLATE>${template}</TEMPLATE></VMTEMPLATE>`;
  return templateView(vmTemplateOf(readRecord(xml, "VMTEMPLATE")));
}

test("a template that leaves all open has few members", () => {
  expect(view("<LOGO></LOGO><CPU></CPU>")).toEqual({
    id: 4,
    name: "debian",
    disks: [],
    networks: [],
    inputs: [],
    owner: { id: 2, name: "alice" },
    created: new Date(0),
  });
});

test("a template that says all has all of them, memory in whole MiB", () => {
  const template = `<DESCRIPTION>mine</DESCRIPTION><LOGO>images/debian.png</LOGO><CPU>0.5</CPU><VCPU>2</VCPU>
    <MEMORY>1024.4</MEMORY><USER_INPUTS><A>M|password|Key||secret</A></USER_INPUTS>
    <DISK><IMAGE_ID>0</IMAGE_ID><IMAGE>debian</IMAGE><SIZE>2048</SIZE></DISK>
    <DISK><IMAGE_ID>9</IMAGE_ID></DISK><DISK><IMAGE>by name</IMAGE></DISK>
    <NIC><NETWORK_ID>3</NETWORK_ID><NETWORK>lan</NETWORK></NIC><NIC><NETWORK>by name</NETWORK></NIC>`;
  expect(view(template, "<REGTIME>1000</REGTIME>")).toEqual({
    id: 4,
    name: "debian",
    description: "mine",
    logo: "images/debian.png",
    cpu: 0.5,
    vcpu: 2,
    memory: 1024,
    disks: [{ image: { id: 0, name: "debian" }, size: 2048 }, { image: { id: 9, name: "" } }, {}],
    networks: [{ network: { id: 3, name: "lan" } }, {}],
    inputs: [{ name: "A", type: "password", required: true, description: "Key" }],
    owner: { id: 2, name: "alice" },
    created: new Date(1_000_000),
  });
});
