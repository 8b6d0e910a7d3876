/**
 * The mixins `http://opennebula.org/occi/infrastructure#compute` and so on: what oned knows of an object and the standard
 * does not. Source: rOCCI-server 1.x, whose clients read them.
 */
import type { AttributeDefinition, Mixin, TypeId } from "../../../dialects/ogf/index.ts";
import { COMPUTE, NETWORK, NETWORK_INTERFACE, STORAGE, STORAGE_LINK } from "../../../dialects/ogf/index.ts";
import { OPENNEBULA } from "./schemes.ts";

type Field = readonly [
  name: string,
  type: AttributeDefinition["type"],
  mutable: boolean,
  description: string,
  values?: readonly string[],
];

const YES_NO = ["YES", "NO"] as const;

function own(term: string, title: string, applies: TypeId, fields: readonly Field[]): Mixin {
  return {
    class: "mixin",
    scheme: OPENNEBULA,
    term,
    title,
    depends: [],
    applies: [applies],
    location: `/mixin/opennebula/${term}/`,
    actions: [],
    attributes: fields.map(([name, type, mutable, description, values]) => ({
      name: `org.opennebula.${term}.${name}`,
      type,
      mutable,
      required: false,
      description,
      ...(values !== undefined && { values }),
    })),
  };
}

export const OWN_COMPUTE = `${OPENNEBULA}compute`;
export const OWN_NETWORK = `${OPENNEBULA}network`;
export const OWN_STORAGE = `${OPENNEBULA}storage`;
export const OWN_NETWORK_INTERFACE = `${OPENNEBULA}networkinterface`;
export const OWN_STORAGE_LINK = `${OPENNEBULA}storagelink`;

export const OWN_MIXINS: readonly Mixin[] = [
  own("compute", "OpenNebula virtual machine", COMPUTE, [
    ["id", "integer", false, "Id in OpenNebula"],
    ["cpu", "number", true, "Share of physical CPUs"],
    ["kernel", "string", false, "OS/KERNEL"],
    ["initrd", "string", false, "OS/INITRD"],
    ["root", "string", false, "OS/ROOT"],
    ["kernel_cmd", "string", false, "OS/KERNEL_CMD"],
    ["bootloader", "string", false, "OS/BOOTLOADER"],
    ["boot", "string", false, "OS/BOOT"],
  ]),
  own("network", "OpenNebula virtual network", NETWORK, [
    ["id", "integer", false, "Id in OpenNebula"],
    ["vlan", "string", false, "Whether it is a VLAN", YES_NO],
    ["phydev", "string", false, "Physical device on the hosts"],
    ["bridge", "string", false, "Bridge on the hosts"],
    ["ip_start", "string", false, "First address"],
    ["ip_end", "string", false, "Last address"],
  ]),
  own("storage", "OpenNebula image", STORAGE, [
    ["id", "integer", false, "Id in OpenNebula"],
    ["type", "string", true, "Purpose", ["OS", "CDROM", "DATABLOCK", "FILE"]],
    ["persistent", "string", true, "Whether changes by machines are kept", YES_NO],
    ["dev_prefix", "string", true, "Prefix of its device: vd, sd, hd"],
    ["bus", "string", false, "Bus"],
    ["driver", "string", true, "Driver of the hypervisor: raw, qcow2"],
    ["fstype", "string", true, "File system or format of an empty image"],
  ]),
  own("networkinterface", "OpenNebula NIC", NETWORK_INTERFACE, [
    ["bridge", "string", true, "Bridge on the host"],
    ["script", "string", true, "Script that creates it"],
    ["white_ports_tcp", "string", true, "Open TCP ports"],
    ["black_ports_tcp", "string", true, "Closed TCP ports"],
    ["white_ports_udp", "string", true, "Open UDP ports"],
    ["black_ports_udp", "string", true, "Closed UDP ports"],
    ["icmp", "string", true, "Whether ICMP is dropped"],
    ["model", "string", true, "Hardware that the guest sees: virtio, e1000"],
  ]),
  own("storagelink", "OpenNebula disk", STORAGE_LINK, [
    ["bus", "string", true, "Bus that the guest sees"],
    ["driver", "string", true, "Driver of the hypervisor"],
  ]),
];
