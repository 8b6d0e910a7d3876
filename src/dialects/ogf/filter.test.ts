import { describe, expect, test } from "bun:test";
import { isEmpty, matches, parseFilter } from "./filter.ts";
import { typeId } from "./model.ts";
import { DISK, MACHINE, NIC, REGISTRY } from "./testing/example.ts";

const COMPUTE_CATEGORY = 'compute; scheme="http://schemas.ogf.org/occi/infrastructure#"';
const attribute = (value: string) => parseFilter(new Headers({ "X-OCCI-Attribute": value }));
const category = (value: string) => parseFilter(new Headers({ Category: value }));

describe("F-1: the query interface", () => {
  const ids = (value: string) => REGISTRY.relatedTo(category(value).categories).map(typeId);
  test("compute gives exactly compute", () => {
    expect(ids(COMPUTE_CATEGORY)).toEqual(["http://schemas.ogf.org/occi/infrastructure#compute"]);
  });
  test("os_tpl gives itself and every image template", () => {
    expect(ids('os_tpl; scheme="http://schemas.ogf.org/occi/infrastructure#"; class=mixin')).toEqual([
      "http://schemas.ogf.org/occi/infrastructure#os_tpl",
      "http://cloud.example.org/occi/infrastructure/os_tpl#uuid_debian_12_4",
    ]);
  });
  test("an unknown one gives nothing", () => {
    expect(ids('my_stuff; scheme="http://example.com/occi#"')).toEqual([]);
  });
});

describe("F-2: collections", () => {
  test.each([
    ["occi.compute.cores=2", true],
    ['occi.compute.cores="2"', true],
    ["occi.compute.cores=2.0", true],
    ["occi.compute.cores=3", false],
    ['occi.compute.state="inactive"', true],
    ["occi.compute.state=inactive", true],
    ['occi.compute.state="Inactive"', false],
    ['occi.compute.cores=2, occi.compute.state="active"', false],
    ['occi.core.id="41"', true],
    ["occi.core.id=41", true],
    ["occi.core.id=041", false],
    ['occi.core.summary="two"', false],
    ['occi.core.source="/compute/41"', false],
    ['occi.unknown="x"', false],
    ['constructor="x"', false],
  ])("%s: %p", (value, expected) => {
    expect(matches(attribute(value), MACHINE)).toBe(expected);
  });
  test.each([
    ['occi.core.source="/compute/41"', true],
    ['occi.core.target="/network/3"', true],
    ['occi.core.target="/network/33"', false],
    ['occi.core.title="data"', false],
  ])("a link, %s: %p", (value, expected) => {
    expect(matches(attribute(value), NIC)).toBe(expected);
  });
  test("lists are equal to their JSON", () => {
    const listed = { ...MACHINE, attributes: new Map([["a.b", [1, "x"]]]) };
    expect(matches(attribute('a.b="[1,\\"x\\"]"'), listed)).toBe(true);
    expect(matches(attribute("a.b=1"), listed)).toBe(false);
  });
  test("titles", () => {
    expect(matches(attribute('occi.core.title="data"'), DISK)).toBe(true);
  });
  test("categories are kind or mixin", () => {
    expect(matches(category(COMPUTE_CATEGORY), MACHINE)).toBe(true);
    expect(matches(category(COMPUTE_CATEGORY), NIC)).toBe(false);
    expect(matches(category(`${COMPUTE_CATEGORY}, x; scheme="http://e#"`), MACHINE)).toBe(false);
  });
});

test("F-3: only these two headers count, whatever the type", () => {
  const headers = new Headers({ "Content-Type": "application/json", Link: "garbage", "X-OCCI-Location": "<>" });
  expect(isEmpty(parseFilter(headers))).toBe(true);
  expect(isEmpty(category(COMPUTE_CATEGORY))).toBe(false);
  expect(() => category("compute")).toThrow(expect.objectContaining({ code: "INVALID_REQUEST" }));
});
