/** Attributes of oned that the standard does not have, by the names that clients of rOCCI-server 1.x know. */
import { expect, test } from "bun:test";
import { OWN_MIXINS } from "./own-mixins.ts";

/** Those that a request may set have a star. */
const OWN: Readonly<Record<string, string>> = {
  compute: "id cpu* kernel initrd root kernel_cmd bootloader boot",
  network: "id vlan phydev bridge ip_start ip_end",
  storage: "id type* persistent* dev_prefix* bus driver* fstype*",
  networkinterface: "bridge* script* white_ports_tcp* black_ports_tcp* white_ports_udp* black_ports_udp* icmp* model*",
  storagelink: "bus* driver*",
};

test("each kind has the attributes that it had, and no others", () => {
  const found = OWN_MIXINS.map(({ term, attributes }) => [
    term,
    attributes
      .map(({ name, mutable }) => `${name.replace(`org.opennebula.${term}.`, "")}${mutable ? "*" : ""}`)
      .join(" "),
  ]);
  expect(Object.fromEntries(found)).toEqual(OWN);
});

test("each is found at its own place", () => {
  expect(OWN_MIXINS.map(({ location }) => location)).toEqual(
    Object.keys(OWN).map((term) => `/mixin/opennebula/${term}/`),
  );
});
