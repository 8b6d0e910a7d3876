/**
 * What oned 6.10 and 7.4 say. RAW was tried with a TYPE that names a VM_MAD of oned.conf: oned refuses all others, so
 * what it says of them holds for one cloud only. A plain RAW is taken by both and never looked at.
 */
import { expect, test } from "bun:test";
import { outdatedIn, today } from "./outdated.ts";
import { readTemplate } from "./syntax.ts";

const said = (text: string): string[] =>
  outdatedIn(readTemplate(`CPU = 1\n${text}\n`)).map(({ severity, line, message }) => `${line} ${severity} ${message}`);

test.each([
  ['OS = [ BOOT = "hd" ]', '2 error OpenNebula does not accept BOOT = "hd"'],
  ['OS = [ ARCH = x86_64,\n BOOT = "cdrom,hd" ]', '3 error OpenNebula does not accept BOOT = "cdrom,hd"'],
  ['OS = "hd"', "2 error OS does not have values of its own"],
  ['OS = [ KERNEL_DS = "vmlinuz" ]', '2 error OpenNebula does not accept KERNEL_DS = "vmlinuz"'],
  ["DISK = [ SOURCE = /srv/a.img, TARGET = sda ]", "2 error OpenNebula does not accept a DISK with only a SOURCE"],
  ["DISK = [ TYPE = block, SIZE = 10 ]", "2 error OpenNebula does not know a disk of TYPE block"],
  ["DISK = [ SIZE = 10 ]", "2 error the DISK does not name an image"],
  ["DISK = [ TYPE = swap ]", "2 error a disk of TYPE swap needs SIZE in MiB"],
  [
    "DISK = [ IMAGE = debian ]",
    "2 warning an IMAGE without an owner is one of the user's own images, and OpenNebula refuses all others",
  ],
  ["DISK = [ IMAGE_ID = 1, BUS = ide ]", "2 warning OpenNebula does not read BUS of a disk"],
  [
    "NIC = [ NETWORK = lan ]",
    "2 warning a NETWORK without an owner is one of the user's own networks, and OpenNebula refuses all others",
  ],
  ["NIC = [ NETWORK_ID = 1, ICMP = drop ]", "2 warning OpenNebula does not read ICMP of a NIC: nothing is filtered"],
  ["RANK = FREEMEMORY", "2 warning OpenNebula does not read RANK"],
  ['REQUIREMENTS = "A"\nREQUIREMENTS = "B"', "3 error OpenNebula accepts only one REQUIREMENTS"],
  ["VCPU = two", "2 error VCPU must be a whole number from 1"],
  ['VCPU = "2 "', "2 error VCPU must be a whole number from 1"],
  ['OS = [ BOOT = "disk0 ,nic0" ]', '2 error OpenNebula does not accept BOOT = "disk0 ,nic0"'],
  ['SCHED_ACTION = [ ACTION = delete, TIME = "+9" ]', "2 error OpenNebula does not accept the action delete"],
  ['SCHED_ACTION = [ ACTION = cancel, TIME = "+9" ]', "2 error OpenNebula does not accept the action cancel"],
  [
    'SCHED_ACTION = [ ACTION = shutdown-hard, TIME = "+9" ]',
    "2 error OpenNebula does not accept the action shutdown-hard",
  ],
  ['SCHED_ACTION = [ ACTION = livemigrate, TIME = "+9" ]', "2 error OpenNebula does not accept the action livemigrate"],
  ['SCHED_ACTION = [ ACTION = Terminate, TIME = "+9" ]', "2 error OpenNebula does not accept the action Terminate"],
  ["SCHED_ACTION = [ ACTION = suspend ]", "2 error SCHED_ACTION does not have a TIME"],
  ['SCHED_ACTION = [ ACTION = suspend, TIME = "14:30" ]', '2 error OpenNebula does not accept TIME = "14:30"'],
  ['SCHED_ACTION = [ TIME = "+9" ]', "2 error SCHED_ACTION does not name an ACTION"],
  [
    'GRAPHICS = [ TYPE = vnc, PORT = "-1", AUTOPORT = yes ]',
    "2 error PORT of GRAPHICS must be a whole number below 65536",
  ],
  ["GRAPHICS = [ TYPE = sdl ]", "2 warning OpenNebula does not support GRAPHICS of TYPE sdl"],
  ['RAW = [ TYPE = xen, DATA = "on_crash=destroy" ]', "2 warning OpenNebula has no driver xen, and refuses RAW for it"],
  [
    'REQUIREMENTS = "HYPERVISOR=\\"xen\\""',
    "2 warning no host of OpenNebula has the hypervisor xen: the machine would stay PENDING",
  ],
  [
    'SCHED_REQUIREMENTS = "FREE_CPU > 10 & HYPERVISOR = vmware"',
    "2 warning no host of OpenNebula has the hypervisor vmware: the machine would stay PENDING",
  ],
  ["PUBLIC = YES", "2 warning OpenNebula does not read PUBLIC"],
  [
    'PUBLIC_CLOUD = [ TYPE = "ec2", AMI = "x" ]',
    "2 warning OpenNebula 7 has no drivers for other clouds: it does not read PUBLIC_CLOUD",
  ],
  ["DISK = [ IMAGE_ID = 1, CLONE = no ]", "2 warning OpenNebula does not read CLONE of a disk"],
  [
    'FEATURES = [ ACPI = yes, DEVICE_MODEL = "/usr/lib/xen/bin/qemu-dm" ]',
    "2 warning OpenNebula does not read DEVICE_MODEL: it belonged to Xen",
  ],
  ["VCPU = 1.5", "2 error VCPU must be a whole number from 1"],
  ["GRAPHICS = vnc", "2 error GRAPHICS does not have values of its own"],
  ["GRAPHICS = [ TYPE = vnc, PORT = 99999 ]", "2 error PORT of GRAPHICS must be a whole number below 65536"],
  ['RAW = [ KVM = "<x/>" ]', "2 error OpenNebula refuses RAW without a TYPE"],
  ['RAW = [ DATA = "<x/>" ]', "2 error OpenNebula refuses RAW without a TYPE"],
  ['RAW = [ TYPE = "", DATA = "<x/>" ]', "2 error OpenNebula refuses RAW without a TYPE"],
  ["RAW = [ TYPE = kvm ]", "2 warning RAW does nothing without TYPE and DATA"],
  ['RAW = [ TYPE = kvm, DATA = "" ]', "2 warning RAW does nothing without TYPE and DATA"],
  ['RAW = [ VALIDATE = no, DATA = "<x/>" ]', "2 warning RAW does nothing without TYPE and DATA"],
  ['SCHED_ACTION = [ ACTION = shutdown, TIME = "+9" ]', "2 error OpenNebula does not accept the action shutdown"],
])("%j", (text, expected) => {
  expect(said(text)).toEqual([expected]);
});

test.each([
  'OS = [ BOOT = "disk0, NIC1" ]',
  'OS = [ BOOT = "" ]',
  'OS = [ ARCH = i686, KERNEL = /k, INITRD = /i, ROOT = sda1, KERNEL_DS = "$FILE[IMAGE_ID=1]" ]',
  "DISK = [ IMAGE_ID = 1, TARGET = hda, DRIVER = qcow2, READONLY = yes ]",
  "DISK = [ IMAGE = debian, IMAGE_UNAME = oneadmin ]",
  "DISK = [ TYPE = FS, SIZE = 100, FORMAT = ext3 ]",
  'DISK = [ TYPE = fs, SIZE = " 2000" ]',
  "DISK = [ TYPE = fs, SIZE = +02000 ]",
  "NIC = [ NETWORK_ID = 0, MODEL = e1000 ]",
  'REQUIREMENTS = "FREECPU > 1"',
  "SCHED_RANK = FREEMEMORY",
  'REQUIREMENTS = "HYPERVISOR=\\"kvm\\" & NAME = \\"xen-lab\\""',
  'SCHED_ACTION = [ ACTION = "snapshot-create", TIME = "1400000000" ]',
  'SCHED_ACTION = [ ACTION = suspend, TIME = " 9" ]',
  "GRAPHICS = [ TYPE = SPICE ]",
  "VCPU = 2",
  'VCPU = "03"',
  'VCPU = ""',
  'GRAPHICS = [ TYPE = vnc, PORT = "" ]',
  'OS = [ KERNEL_DS = "" ]',
  "INPUT = [ TYPE = tablet, BUS = usb ]\nFEATURES = [ PAE = yes ]",
  "GRAPHICS = [ TYPE = vnc, LISTEN = 0.0.0.0, PORT = 5905, KEYMAP = fr ]",
  'RAW = [ TYPE = kvm, DATA = "<devices/>" ]',
])("%j is taken and means what it meant", (text) => {
  expect(said(text)).toEqual([]);
});

test.each([
  ...["RANK", "BOOT", "ROOT", "KERNEL", "INITRD", "BOOTLOADER", "CLUSTER", "IMAGE_ID", "PUBLIC"].map(
    (name) => `${name} = x`,
  ),
  ...["PUBLIC_CLOUD = [ A = b ]", "EC2 = [ A = b ]", "FEATURES = [ DEVICE_MODEL = x ]"],
  ...["CLONE", "SAVE", "BUS"].map((name) => `DISK = [ IMAGE_ID = 1, ${name} = x ]`),
  ...["WHITE_PORTS_TCP", "BLACK_PORTS_TCP", "WHITE_PORTS_UDP", "BLACK_PORTS_UDP", "ICMP"].map(
    (name) => `NIC = [ NETWORK_ID = 1, ${name} = x ]`,
  ),
])("%j is taken and never read", (text) => {
  expect(said(text)).toEqual([expect.stringMatching(/^2 warning .*does not read/)]);
});

test.each(["DISK", "FEATURES", "GRAPHICS", "INPUT", "NIC", "OS", "RAW"])("%s without names is refused", (name) => {
  expect(said(`${name} = x`)).toEqual([`2 error ${name} does not have values of its own`]);
});

test.each(["xen", "xen3", "xen4", "vmware", "hyperv", "XEN"])("no host has %s any more", (old) => {
  const pending = `2 warning no host of OpenNebula has the hypervisor ${old}: the machine would stay PENDING`;
  for (const written of [old, `'${old}'`, `\\"${old}\\"`]) {
    expect(said(`SCHED_REQUIREMENTS = "HYPERVISOR = ${written}"`)).toEqual([pending]);
  }
  expect(said(`RAW = [ TYPE = ${old}, DATA = x ]`)).toEqual([
    `2 warning OpenNebula has no driver ${old}, and refuses RAW for it`,
  ]);
});

test.each([
  'SCHED_REQUIREMENTS = "MY_HYPERVISOR = xen"',
  'SCHED_REQUIREMENTS = "HYPERVISOR = xenial"',
  'MY_REQUIREMENTS_OF = "HYPERVISOR = xen"',
  "RAW = [ TYPE = xenial, DATA = x ]",
  "RAW = [ TYPE = qemuxen, DATA = x ]",
  "NIC = [ NETWORK = lan, NETWORK_UNAME = oneadmin ]",
  "NIC = [ NETWORK = lan, NETWORK_UID = 0 ]",
  "DISK = [ IMAGE = debian, IMAGE_UID = 0 ]",
  "DISK = [ IMAGE_ID = 1, TYPE = block ]",
  "DISK = [ TYPE = SWAP, SIZE = 1 ]",
  'OS = [ BOOT = " disk0,  nic1 " ]',
  'OS = [ BOOT = "disk10,nic12,disk2" ]',
  'OS = [ INITRD_DS = "" ]',
  'OS = [ INITRD_DS = "$FILE[IMAGE=x]" ]',
  "GRAPHICS = [ PORT = 65535 ]",
  "GRAPHICS = [ PORT = 0 ]",
  "GRAPHICS = [ TYPE = VNC ]",
  'GRAPHICS = [ TYPE = "" ]',
  'VCPU = "  007"',
  'RAW = [ TYPE = " kvm ", DATA = x ]',
  "SCHED_REQUIREMENTS = a\nREQUIREMENTS = b",
])("%j is not outdated", (text) => {
  expect(said(text)).toEqual([]);
});

test.each([
  ['OS = [ INITRD_DS = "x" ]', '2 error OpenNebula does not accept INITRD_DS = "x"'],
  ['OS = [ KERNEL_DS = "x$FILE" ]', '2 error OpenNebula does not accept KERNEL_DS = "x$FILE"'],
  ["OS = [ BOOT = disk ]", '2 error OpenNebula does not accept BOOT = "disk"'],
  ['OS = [ BOOT = "disk0,nic" ]', '2 error OpenNebula does not accept BOOT = "disk0,nic"'],
  ['OS = [ BOOT = "xdisk0" ]', '2 error OpenNebula does not accept BOOT = "xdisk0"'],
  ['OS = [ BOOT = "disk0x" ]', '2 error OpenNebula does not accept BOOT = "disk0x"'],
  ["GRAPHICS = [ PORT = 65536 ]", "2 error PORT of GRAPHICS must be a whole number below 65536"],
  ["GRAPHICS = [ PORT = x1 ]", "2 error PORT of GRAPHICS must be a whole number below 65536"],
  ["GRAPHICS = [ PORT = 1x ]", "2 error PORT of GRAPHICS must be a whole number below 65536"],
  ["GRAPHICS = [ TYPE = xvnc ]", "2 warning OpenNebula does not support GRAPHICS of TYPE xvnc"],
  ["GRAPHICS = [ TYPE = vncx ]", "2 warning OpenNebula does not support GRAPHICS of TYPE vncx"],
  ["VCPU = 0", "2 error VCPU must be a whole number from 1"],
  ["VCPU = x1", "2 error VCPU must be a whole number from 1"],
  ["DISK = [ TYPE = fs, SIZE = x ]", "2 error a disk of TYPE fs needs SIZE in MiB"],
  ['DISK = [ TYPE = fs, SIZE = "10 " ]', "2 warning OpenNebula 6.10 refuses SIZE with a blank after the number"],
  ['DISK = [ TYPE = fs, SIZE = "x " ]', "2 error a disk of TYPE fs needs SIZE in MiB"],
  ["SCHED_REQUIREMENTS = a\nSCHED_REQUIREMENTS = b", "3 error OpenNebula accepts only one SCHED_REQUIREMENTS"],
  ["RAW = [ VALIDATE = NO ]", "2 warning RAW does nothing without TYPE and DATA"],
])("%j is refused today", (text, expected) => {
  expect(said(text)).toEqual([expected]);
});

test.each([
  ["hd", "disk0"],
  ["cdrom", "disk0"],
  ["hd,cdrom", "disk0,disk1"],
  ["network, HD", "nic0,disk0"],
  ["nic1,hd", "nic1,disk0"],
  ["fd", "disk0"],
])("BOOT=%j becomes %j", (old, expected) => {
  expect(today(old)).toBe(expected);
});
