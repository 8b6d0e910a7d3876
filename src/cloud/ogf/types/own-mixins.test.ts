/** Attributes of oned that the standard does not have, by the names that clients of rOCCI-server 1.x know. */
import { expect, test } from "bun:test";
import { COMPUTE, NETWORK, NETWORK_INTERFACE, STORAGE, STORAGE_LINK } from "../../../dialects/ogf/index.ts";
import { nonEmpty } from "../../../testing/non-empty.ts";
import * as own from "./own-mixins.ts";

/** Texts unless it is said; those that a request may set have a star, values that are few stand in brackets. */
const OWN: Readonly<Record<string, string>> = {
  compute: "id:integer cpu:number* kernel initrd root kernel_cmd bootloader boot",
  network: "id:integer vlan(YES,NO) phydev bridge ip_start ip_end",
  storage: "id:integer type*(OS,CDROM,DATABLOCK,FILE) persistent*(YES,NO) dev_prefix* bus driver* fstype*",
  networkinterface: "bridge* script* white_ports_tcp* black_ports_tcp* white_ports_udp* black_ports_udp* icmp* model*",
  storagelink: "bus* driver*",
};

test("each kind has the attributes that it had, and no others", () => {
  const found = own.OWN_MIXINS.map(({ term, attributes }) => [
    term,
    attributes
      .map(({ name, type, mutable, values }) => {
        const short = name.replace(`org.opennebula.${term}.`, "");
        return `${short}${type === "string" ? "" : `:${type}`}${mutable ? "*" : ""}${values ? `(${values})` : ""}`;
      })
      .join(" "),
  ]);
  expect(Object.fromEntries(found)).toEqual(OWN);
});

test("each has a title, and says of each attribute what it is; none is required", () => {
  for (const { title, attributes } of nonEmpty(own.OWN_MIXINS)) {
    expect(title).toStartWith("OpenNebula ");
    for (const { description, required } of nonEmpty(attributes))
      expect([description === "", required]).toEqual([false, false]);
  }
});

test("each applies to its kind of the standard, has its own place, and nothing else", () => {
  const rest = own.OWN_MIXINS.map(({ title: _, attributes: __, ...mixin }) => mixin);
  const of = (term: string, kind: string) => ({
    class: "mixin",
    scheme: "http://opennebula.org/occi/infrastructure#",
    term,
    depends: [],
    applies: [kind],
    location: `/mixin/opennebula/${term}/`,
    actions: [],
  });
  expect(rest as unknown[]).toEqual([
    of("compute", COMPUTE),
    of("network", NETWORK),
    of("storage", STORAGE),
    of("networkinterface", NETWORK_INTERFACE),
    of("storagelink", STORAGE_LINK),
  ]);
  const ids = [own.OWN_COMPUTE, own.OWN_NETWORK, own.OWN_STORAGE, own.OWN_NETWORK_INTERFACE, own.OWN_STORAGE_LINK];
  expect(ids).toEqual(own.OWN_MIXINS.map(({ scheme, term }) => scheme + term));
});
