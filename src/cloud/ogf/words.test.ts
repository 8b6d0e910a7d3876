/** What sentences call things for readers of OCCI 1.2. */
import { describe, expect, test } from "bun:test";
import { type Advice, type Field, field, say, textOf } from "../../wording.ts";
import { ogfWords } from "./words.ts";

const read = (sentence: Parameters<typeof textOf>[0]) => textOf(sentence, ogfWords);

test.each([
  ["NAME", "occi.core.title"],
  ["DESCRIPTION", "occi.core.summary"],
  ["CPU", "occi.compute.cores"],
  ["MEMORY", "occi.compute.memory"],
  ["CONTEXT/SSH_PUBLIC_KEY", "occi.credentials.ssh.publickey"],
  ["CONTEXT/USER_DATA", "occi.compute.userdata"],
  ["CONTEXT/SET_HOSTNAME", "occi.compute.hostname"],
  ["NIC/NETWORK", "occi.core.target"],
  ["NIC/IP", "occi.networkinterface.address"],
  ["NIC/MAC", "occi.networkinterface.mac"],
  ["DISK/TARGET", "occi.storagelink.deviceid"],
  ["SIZE", "occi.storage.size"],
  ["TYPE", "org.opennebula.storage.type"],
  ["PERSISTENT", "org.opennebula.storage.persistent"],
  ["GATEWAY", "occi.network.gateway"],
  ["VLAN_ID", "occi.network.vlan"],
  ["DISK/DEV_PREFIX", "org.opennebula.storage.dev_prefix"],
  ["DRIVER", "org.opennebula.storage.driver"],
  ["CPU_MODEL", "CPU_MODEL"],
  ["OS/ARCH", "OS/ARCH"],
])("OpenNebula's attribute %s is %s", (attribute, name) => {
  expect(read(say`${{ attribute }} is refused.`)).toBe(`${name} is refused.`);
});

describe("fields", () => {
  test.each<[Field, string]>([
    ["name", "occi.core.title"],
    ["description", "occi.core.summary"],
    ["public", "the group's permission"],
    ["instanceType", "resource_tpl"],
    ["cpu", "occi.compute.cores"],
    ["memory", "occi.compute.memory"],
    ["context", "the context"],
    ["image", "occi.core.target"],
    ["network", "occi.core.target"],
    ["nicAddress", "occi.networkinterface.address"],
    ["nicMac", "occi.networkinterface.mac"],
    ["diskTarget", "occi.storagelink.deviceid"],
    ["diskId", "the storagelink"],
    ["nicId", "the networkinterface"],
    ["snapshotId", "the snapshot"],
    ["copyName", "the attribute name"],
    ["parameters", "in its attributes"],
    ["seconds", "the lifetime of the token"],
    ["networkAddress", "occi.network.address"],
    ["networkSize", "the number of addresses"],
    ["imageSize", "occi.storage.size"],
    ["imageType", "org.opennebula.storage.type"],
    ["fileSystem", "org.opennebula.storage.fstype"],
    ["persistent", "org.opennebula.storage.persistent"],
    ["url", "the URL"],
  ])("%s is %s", (name, word) => {
    expect(ogfWords(field(name))).toBe(word);
  });

  test("of memory and images have their values in GiB, others as they are", () => {
    expect(read(say`${{ field: "memory", value: 1536 }}`)).toBe("1.5 GiB");
    expect(read(say`${{ field: "imageSize", value: 2048 }}`)).toBe("2 GiB");
    expect(read(say`${{ field: "cpu", value: 1536 }}`)).toBe("1536");
  });

  test("of the context are attributes where the standard has one for the variable", () => {
    expect(ogfWords(field("context", "SSH_PUBLIC_KEY"))).toBe("occi.credentials.ssh.publickey");
    expect(ogfWords(field("context", "COLOUR"))).toBe("the variable COLOUR of the context");
  });
});

test.each<[Advice, string]>([
  ["nameOfSizes", "instance type"],
  ["aSize", "an instance type"],
  ["whereStatesAre", "the state and its message"],
  ["whereQuotasAre", ""],
  ["whatNameToGive", "Choose another occi.core.title."],
])("the advice %s is %p", (advice, words) => {
  expect(ogfWords({ advice })).toBe(words);
});

describe("a quota", () => {
  const words = (quota: string, show: "name" | "owner" | "limit", text = "") => ogfWords({ quota, show, text });

  test.each([
    ["VMS", "machines"],
    ["RVMS", "machines"],
    ["RUNNING_VMS", "running machines"],
    ["MEMORY", "memory"],
    ["RUNNING_MEMORY", "memory of running machines"],
    ["CPU", "CPUs"],
    ["RUNNING_CPU", "CPUs of running machines"],
    ["SYSTEM_DISK_SIZE", "disks of machines"],
    ["LEASES", "addresses"],
    ["SIZE", "disk space"],
    ["IMAGES", "images"],
    ["PCI_DEV_COUNT", "pci dev count"],
  ])("%s is of %s", (quota, what) => {
    expect(words(quota, "name")).toBe(`of ${what}`);
  });

  test("has its limit in GiB where OpenNebula counts in MiB", () => {
    for (const quota of ["MEMORY", "RUNNING_MEMORY", "SIZE", "SYSTEM_DISK_SIZE"]) {
      expect(words(quota, "limit", "2048")).toBe("2 GiB");
    }
    expect(words("MEMORY", "limit", "0")).toBe("0 GiB");
    expect(words("MEMORY", "limit", "-1")).toBe("-1");
    expect(words("VMS", "limit", "2048")).toBe("2048");
    expect(words("MEMORY_X", "limit", "2048")).toBe("2048");
    expect(words("SIZES", "limit", "2048")).toBe("2048");
  });

  test("is of an object, if OpenNebula names one", () => {
    expect(words("SIZE", "owner", " of DATASTORE with ID: 12")).toBe(" of the datastore 12");
    expect(words("SIZE", "owner", " of DATASTORE with ID: x")).toBe("");
    expect(words("SIZE", "owner", "part of DATASTORE with ID: 12")).toBe("");
    expect(words("SIZE", "owner", " of DATASTORE with ID: 12 and 13")).toBe("");
    expect(words("VMS", "owner", "")).toBe("");
  });
});

test("OpenNebula's own sentences are quoted, without names that a request does not have", () => {
  expect(read(say`${{ oned: "no host has room" }}`)).toBe("no host has room");
  expect(ogfWords({ oned: "No NAME in template for DISK_ID 3, VCPU, CPU" })).toBe(
    "OpenNebula says: No name in template for disk id 3, vcpu, cpu",
  );
  expect(ogfWords({ oned: "RENAMED" })).toBe("RENAMED");
});

test("states and paths are left to OpenNebula's own words", () => {
  expect(ogfWords({ stateWord: "RUNNING" })).toBeUndefined();
  expect(ogfWords({ place: "/compute/7" })).toBeUndefined();
});
