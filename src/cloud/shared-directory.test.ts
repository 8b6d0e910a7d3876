/** Directories that are not the server's alone, and which directory is proposed instead. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { lstatSync, mkdirSync, mkdtempSync, rmSync, type Stats, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isTooOpen, modeOf, sharedReason, sharedWords } from "./shared-directory.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-shared-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const reason = (mode?: number) =>
  sharedReason(directory, mode === undefined ? lstatSync(directory) : ({ mode } as Stats));

describe("a directory", () => {
  test("that holds nothing but uploads and what a file system puts there is the server's", () => {
    expect(reason()).toBeUndefined();
    mkdirSync(join(directory, "lost+found"));
    for (const name of [`occi-${"0a".repeat(16)}`, `occi-${"0a".repeat(16)}.part`, ".nfs0000ab12"]) {
      writeFileSync(join(directory, name), "");
    }
    expect(reason()).toBeUndefined();
  });

  test.each([
    "disk.img",
    "my-lost+found",
    "lost+found.old",
    "x.nfs00",
    ".nfs",
    ".nfs00xyz",
    `x-occi-${"0a".repeat(16)}`,
  ])("that holds %s is not", (name) => {
    writeFileSync(join(directory, name), "");
    expect(reason()).toBe(`it holds ${JSON.stringify(name)}, which is not an upload`);
  });

  test("that everybody can write is not, nor one with the sticky bit", () => {
    expect(reason(0o40702)).toBe("every user of this machine can write to it");
    expect(reason(0o41700)).toStartWith("it has the sticky bit");
    expect(reason(0o40775)).toBeUndefined();
  });

  test("that cannot be listed shows nothing of others", () => {
    rmSync(directory, { recursive: true });
    expect(reason(0o40700)).toBeUndefined();
  });

  test.each(["/", "/tmp", "/var/tmp", "/usr/local/share", "/var/lib/one", "/var/lib/one/datastores", "/run/one"])(
    "of the system is not: %s",
    (path) => expect(sharedReason(path, { mode: 0o40700 } as Stats)).toBe("it is a system directory"),
  );

  test.each(["/x", "/tmp/x", "/usr/local/share/x", "/var/lib/one/x", "/x/tmp", "/srv-2"])(
    "with a name that begins or ends like one of the system is none of it: %s",
    (path) => expect(sharedReason(path, { mode: 0o40700 } as Stats)).toBeUndefined(),
  );
});

describe("the proposal", () => {
  test.each([
    ["/tmp", "/tmp/occi-server"],
    ["/var/tmp", "/var/tmp/occi-server"],
    ["/tmp/images", "/tmp/images/occi-server"],
    ["/srv", "/srv/occi-server"],
    ["/mnt/disk", "/mnt/disk/occi-server"],
    ["/media/disk", "/media/disk/occi-server"],
    ["/", "/var/tmp/occi-server"],
    ["/home/alice/tmp", "/var/tmp/occi-server"],
    ["/home/srv", "/var/tmp/occi-server"],
    ["/tmpfiles", "/var/tmp/occi-server"],
    ["/srv2", "/var/tmp/occi-server"],
    ["/var/lib", "/var/tmp/occi-server"],
  ])("for %s is %s", (shared, example) => {
    expect(sharedWords(shared, "it is full")).toEqual({
      message: `IMAGE_DIR ${shared} is shared with others: it is full`,
      hint: `name a directory for this purpose alone, such as ${example}`,
    });
  });
});

test("modes that let others list or write are too open; others may go through", () => {
  expect([0o40711, 0o40700, 0o40755].map(isTooOpen)).toEqual([false, false, true]);
  for (const bit of [0o040, 0o020, 0o004, 0o002]) expect(isTooOpen(0o40700 | bit)).toBe(true);
  expect([modeOf(0o40711), modeOf(0o41777)]).toEqual(["711", "1777"]);
});
