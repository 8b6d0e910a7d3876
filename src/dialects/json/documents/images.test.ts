/** A new image, as the use case reads it. */
import { expect, test } from "bun:test";
import { newImageOf } from "./images.ts";

test("an image with a size is a datablock unless its type says otherwise; another has the default of the cloud", () => {
  expect(newImageOf({ name: "a", sizeMiB: 64 })).toEqual({ name: "a", type: "DATABLOCK", size: "64" });
  expect(newImageOf({ name: "a", sizeMiB: 64, type: "os" })).toEqual({ name: "a", type: "OS", size: "64" });
  expect(newImageOf({ name: "a", url: "https://example.org/a" })).toEqual({ name: "a", url: "https://example.org/a" });
});

test("members that are absent are left out, and booleans are YES and NO", () => {
  expect(newImageOf({ name: "a", persistent: true, public: false, fileSystem: "ext4" })).toEqual({
    ...{ name: "a", persistent: "YES", public: "NO", fstype: "ext4" },
  });
});
