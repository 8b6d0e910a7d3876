import { describe, expect, test } from "bun:test";
import { storageFromOptions } from "./storage-request.ts";
import { commandLine } from "./testing/context.ts";

const xml = (options: Parameters<typeof commandLine>[0]) => storageFromOptions(commandLine(options)).xml.toString();

describe("options make a STORAGE", () => {
  test.each([
    [{ file: "/a/debian.qcow2" }, "<NAME>debian.qcow2</NAME>"],
    [{ file: "x", name: "a<b", type: "OS" }, "<NAME>a&lt;b</NAME><TYPE>OS</TYPE>"],
    [{ file: "x", type: "DATABLOCK" }, "<NAME>x</NAME><TYPE>DATABLOCK</TYPE>"],
    [{ name: "d", size: "10G" }, "<NAME>d</NAME><TYPE>DATABLOCK</TYPE><SIZE>10240</SIZE>"],
    [
      { name: "d", size: "512M", fstype: "ext4" },
      "<NAME>d</NAME><TYPE>DATABLOCK</TYPE><SIZE>512</SIZE><FSTYPE>ext4</FSTYPE>",
    ],
    [{ name: "d", size: "512" }, "<NAME>d</NAME><TYPE>DATABLOCK</TYPE><SIZE>512</SIZE>"],
    [{ name: "c", from: "https://x/y?a&b" }, "<NAME>c</NAME><URL>https://x/y?a&amp;b</URL>"],
    [
      { file: "x", description: "for all", persistent: true, public: true },
      "<NAME>x</NAME><DESCRIPTION>for all</DESCRIPTION><PERSISTENT>YES</PERSISTENT><PUBLIC>YES</PUBLIC>",
    ],
  ] as const)("%j", (options, content) => {
    expect(xml(options)).toBe(`<STORAGE>${content}</STORAGE>`);
  });
});

describe("what cannot work is wrong usage", () => {
  test.each([
    [{ type: "OS" }, "create requires --name."],
    [{ name: "x" }, "create requires --file, --from or, for an empty DATABLOCK, --size."],
    [{ name: "x", type: "DATABLOCK" }, "create requires --file, --from or, for an empty DATABLOCK, --size."],
    [{ file: "x", from: "http://y" }, "--file and --from exclude each other"],
    [{ file: "x", size: "1G" }, "--file and --size exclude each other"],
    [{ name: "x", size: "1G", type: "CDROM" }, "--size creates an empty DATABLOCK, not an image of type CDROM."],
    [{ name: "x", size: "much" }, "--size must be a size such as 512M or 4G"],
    [{ name: "x", from: "/images/x.img" }, "--from must be a URL of http or https"],
  ] as const)("%j", (options, message) => {
    expect(() => xml(options)).toThrow(message);
  });
});
