import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import * as fields from "./fields.ts";

/** The message of the refusal; the test fails when there is none, or when it is not the client's fault. */
function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(OcciError);
    expect((error as OcciError).status).toBe(400);
    return (error as OcciError).message;
  }
  throw new Error("was not refused");
}

describe("ids", () => {
  test("are digits that fit oned's i4; blanks around them do not matter", () => {
    expect(["0", "7", " 12 ", "2147483647"].map((id) => fields.objectId(id, "STORAGE"))).toEqual([
      0, 7, 12, 2147483647,
    ]);
  });

  test("nothing else is one", () => {
    for (const id of ["", "-1", "+1", "007", "1.0", "1e3", "0x1", "2147483648", "9".repeat(40), "7 8", "x", "१"]) {
      expect(refusal(() => fields.objectId(id, "STORAGE"))).toStartWith("STORAGE must be an id");
    }
  });
});

describe("names", () => {
  test("may be anything that oned 6.10 and 7.4 take", () => {
    for (const name of ["web", " spaced ", "máquina-機", "a.b_c@d (1), 50% = `x` ~ [y] *!?+^"]) {
      expect(fields.objectName(name)).toBe(name);
    }
  });

  test("hold none of the characters that oned refuses", () => {
    for (const char of nonEmpty("&|:\\\";/'#{}$<>\t\u0000")) {
      expect(refusal(() => fields.objectName(`a${char}b`))).toStartWith("NAME holds ");
    }
    expect(refusal(() => fields.objectName("a\u{1f600}"))).toContain("U+1F600");
    expect(refusal(() => fields.objectName("a\u001fb"))).toStartWith("NAME holds a control character, which");
    expect(refusal(() => fields.objectName("a#b"))).toStartWith("NAME holds the character #, which");
  });

  test("of several lines become one line", () => {
    expect(fields.objectName("two\nlines")).toBe("two lines");
    expect(fields.objectName(`a${"\n".repeat(4_000)}b`)).toBe("a b");
    expect(refusal(() => fields.objectName(`a${"\n".repeat(900_000)}b`))).toStartWith("NAME holds ");
    expect(fields.objectName("\r\n    web server\r\n    one\n  ")).toBe("web server one");
    expect(refusal(() => fields.objectName("\n \n"))).toBe("NAME is missing.");
  });

  test("have 1 to 128 bytes", () => {
    expect(fields.objectName("w".repeat(128))).toHaveLength(128);
    expect(refusal(() => fields.objectName("w".repeat(129)))).toContain("128 bytes");
    expect(refusal(() => fields.objectName("é".repeat(65)))).toContain("128 bytes");
    expect(refusal(() => fields.objectName(""))).toBe("NAME is missing.");
    expect(refusal(() => fields.objectName("  ", "SAVE_AS name"))).toBe("SAVE_AS name is missing.");
  });

  test("do not end a value of CONTEXT, and neither do descriptions", () => {
    for (const text of ["a@^_^@b", "@^_", "_^@"]) {
      expect(refusal(() => fields.objectName(text))).toStartWith("NAME holds a part of @^_^@");
      expect(refusal(() => fields.description(text))).toStartWith("DESCRIPTION holds a part of @^_^@");
    }
  });

  test("are new ones where more than their layout is other", () => {
    expect(fields.newName("db", "web")).toBe("db");
    expect(fields.newName(" db \n", "web")).toBe("db");
    for (const same of [undefined, "", " ", "web", " web ", "\n  web\n"])
      expect(fields.newName(same, "web")).toBeUndefined();
    expect(fields.newName("web one", " web\n one ")).toBeUndefined();
    expect(refusal(() => fields.newName("a/b", "web"))).toStartWith("NAME holds ");
  });

  test("are looked at with their layout up to 4,096 characters", () => {
    const lines = `a\n${" ".repeat(4_093)}b`;
    expect(fields.objectName(lines.slice(0, 2) + lines.slice(3))).toBe("a b");
    expect(fields.objectName(`${lines.slice(0, 2)}${" ".repeat(4_093)}b`)).toBe("a b");
    expect(refusal(() => fields.objectName(`${lines} `))).toStartWith("NAME holds a control character");
  });

  test("of snapshots are less restricted", () => {
    expect(fields.label("before: the 'big' change")).toBe("before: the 'big' change");
    expect(refusal(() => fields.label("two\nlines"))).toContain("one line");
  });
});

test("what a PUT asks of PERSISTENT and PUBLIC, in the words of 4.6 only", () => {
  expect(fields.change("YES")).toBe(true);
  expect(fields.change("NO")).toBe(false);
  for (const other of [undefined, "", "yes", " NO", "maybe"]) expect(fields.change(other)).toBeUndefined();
});

test("descriptions are free text, and may be empty", () => {
  expect(fields.description('two\r\nlines of "text" $5 \\')).toBe('two\nlines of "text" $5 \\');
  expect(fields.description("")).toBe("");
  expect(refusal(() => fields.description("\u0007"))).toContain("U+0007");
  expect(refusal(() => fields.description("\u007f"))).toContain("U+007F");
});

test("YES and NO in any case", () => {
  expect([fields.yesNo("YES", "PUBLIC"), fields.yesNo(" no ", "PUBLIC")]).toEqual([true, false]);
  for (const word of ["", "true", "1", "YES!"]) expect(refusal(() => fields.yesNo(word, "PUBLIC"))).toContain("PUBLIC");
});

test("TARGET is a device name", () => {
  for (const device of ["vdb", "sda", "hdc", "xvda", "sdaa", "nvme0n1"]) expect(fields.diskTarget(device)).toBe(device);
  expect([fields.diskTarget(" vdb\n"), fields.diskTarget("abcd1234567890ab")]).toEqual(["vdb", "abcd1234567890ab"]);
  for (const device of [
    "",
    "1vdb",
    "abcde1234567890ab9",
    "VDB",
    "/dev/sda",
    "vd b",
    'vda",A="1',
    "1a",
    "x".repeat(40),
  ]) {
    expect(refusal(() => fields.diskTarget(device))).toStartWith("TARGET must be");
  }
});

test("CPU is a decimal above 0, kept as it was written", () => {
  for (const cpu of ["1", "0.5", "0.50", "16"]) expect(fields.cpu(cpu)).toBe(cpu);
  for (const cpu of ["0", "0.0", "-1", "1e3", ".5", "many", "", "Infinity", "1,5", "01"]) {
    expect(refusal(() => fields.cpu(cpu))).toStartWith("CPU must be");
  }
  expect(refusal(() => fields.cpu("1000000"))).toBe("CPU may be at most 999999.");
  expect([fields.cpu("999999"), fields.cpu(" 1 "), fields.memory("2147483647")]).toEqual(["999999", "1", "2147483647"]);
});

test("MEMORY is a whole number of MiB above 0", () => {
  expect(fields.memory(" 512 ")).toBe("512");
  for (const memory of ["0", "512.5", "-5", "1G", ""]) {
    expect(refusal(() => fields.memory(memory))).toStartWith("MEMORY must be");
  }
  expect(refusal(() => fields.memory("2147483648"))).toBe("MEMORY may be at most 2147483647 MiB.");
});

test("image size, file system, image type and seconds", () => {
  expect(fields.imageSize("1024")).toBe(1024);
  expect(["ext4", "xfs", "swap"].map((type) => fields.fsType(type))).toEqual(["ext4", "xfs", "swap"]);
  expect(fields.storageType("datablock")).toBe("DATABLOCK");
  expect(fields.storageType(" os\n")).toBe("OS");
  expect(fields.fsType(" ext4\n")).toBe("ext4");
  expect([fields.seconds("1"), fields.seconds("60"), fields.seconds("315360000")]).toEqual([1, 60, 315_360_000]);
  for (const wrong of ["0", "x60", "60x", "1234567890"])
    expect(refusal(() => fields.seconds(wrong))).toContain("SECONDS");
  expect(refusal(() => fields.imageSize("0"))).toContain("SIZE");
  expect(refusal(() => fields.fsType("ext4; rm"))).toContain("FSTYPE");
  expect(refusal(() => fields.storageType("BACKUP"))).toContain("TYPE must be one of OS");
  expect(refusal(() => fields.seconds("-1"))).toContain("SECONDS");
  expect(refusal(() => fields.seconds("315360001"))).toContain("SECONDS");
});
