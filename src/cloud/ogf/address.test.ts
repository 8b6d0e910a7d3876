/** A path of a request leads to one resource, or to nothing: never to another object by a slip. */
import { describe, expect, test } from "bun:test";
import { COMPUTE, STORAGE_LINK } from "../../dialects/ogf/index.ts";
import { OcciError } from "../../errors.ts";
import { addressOf, endpoint } from "./address.ts";
import { linkPlace } from "./kind-paths.ts";

describe("the end of a link", () => {
  test("is the resource with that number, 0 as well", () => {
    expect(endpoint("/compute/0", [COMPUTE], "source")).toEqual({ kind: COMPUTE, id: 0 });
    expect(endpoint("/compute/7?x=1", [COMPUTE], "source")).toEqual({ kind: COMPUTE, id: 7 });
  });

  test.each(["/compute/", "/compute/x", "/compute/01", "/compute/-1", "/compute/2147483648", "/network/3", "/", ""])(
    "%s is refused where a machine is expected",
    (location) => {
      expect(() => endpoint(location, [COMPUTE], "source")).toThrow(OcciError);
    },
  );

  test("is no link, even where the kind of links is expected", () => {
    const path = `${linkPlace("disk").location}compute_7_disk_0`;
    expect(addressOf(path)).toEqual({ kind: STORAGE_LINK, link: { vm: 7, part: "disk", number: 0 } });
    expect(() => endpoint(path, [STORAGE_LINK], "target")).toThrow(OcciError);
  });
});
