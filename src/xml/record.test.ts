import { describe, expect, test } from "bun:test";
import { all, entries, readRecord, text, texts } from "./record.ts";

const VM = readRecord(
  `<VM><ID>7</ID><NAME>web</NAME><EMPTY/><TEMPLATE><DISK><SIZE><![CDATA[007]]></SIZE></DISK>
  <DISK><SIZE>1e5</SIZE><X a="1">y</X></DISK></TEMPLATE><USER_TEMPLATE/></VM>`,
  "VM",
);

describe("a record", () => {
  test("gives texts as they are", () => {
    expect(text(VM, "ID")).toBe("7");
    expect(text(VM, "TEMPLATE", "DISK", "SIZE")).toBe("007");
    expect(text(VM, "EMPTY")).toBe("");
    expect(text(VM, "TEMPLATE")).toBe("");
    expect(text(VM, "TEMPLATE", "DISK", "X")).toBe("y");
    expect(text(VM, "NOTHING")).toBeUndefined();
    expect(text(VM, "ID", "DEEPER")).toBeUndefined();
    expect(text(VM, "constructor")).toBeUndefined();
  });
  test("gives one element and several in the same way", () => {
    expect(all(VM, "TEMPLATE", "DISK").map((disk) => text(disk, "SIZE"))).toEqual(["007", "1e5"]);
    expect(all(VM, "TEMPLATE")).toHaveLength(1);
    expect(all(VM, "NIC")).toEqual([]);
  });
  test("lists its children", () => {
    expect(entries(VM).map(([name]) => name)).toEqual(["ID", "NAME", "EMPTY", "TEMPLATE", "USER_TEMPLATE"]);
    expect(entries(all(VM, "TEMPLATE")[0] ?? "").map(([name]) => name)).toEqual(["DISK", "DISK"]);
    expect(entries("text")).toEqual([]);
  });
});

describe("a document of oned", () => {
  test.each(["<VM/>", "<VM></VM>", "<VM\n/>", '<?xml version="1.0" encoding="UTF-8"?>\r\n<VM/>'])(
    "%j is one",
    (source) => {
      expect(readRecord(source, "VM")).toBe("");
      expect(readRecord(Buffer.from(source), "VM")).toBe("");
    },
  );
  test.each([
    ["another root", "<VMS/>"],
    ["a root that only begins so", "<VM_POOL/>"],
    ["a cut document", "<VM><ID>7</ID>"],
    ["a cut root", "<VM"],
    ["two documents", "<VM/><VM/>"],
    ["a page of a proxy", "<!DOCTYPE html><html><body>502</body></html>"],
    ["nothing", ""],
  ])("%s is none", (_, source) => {
    expect(() => readRecord(source, "VM")).toThrow(expect.objectContaining({ code: "ONED_DAMAGED_ANSWER" }));
  });
  test("is UTF-8", () => {
    expect(readRecord(Buffer.from("<A>réseau-網</A>"), "A")).toBe("réseau-網");
    expect(() => readRecord(Buffer.from("<A>é</A>", "latin1"), "A")).toThrow("is not UTF-8");
  });
});

test("attributes, and text beside elements, are no children", () => {
  const record = readRecord('<VM kind="x">text<ID>7</ID><ID>8</ID> more<NAME a="b">web</NAME></VM>', "VM");
  expect(entries(record).map(([name]) => name)).toEqual(["ID", "ID", "NAME"]);
  expect([...texts(record).keys()]).toEqual(["ID"]);
});
