import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { nonEmpty } from "../../../testing/non-empty.ts";
import { numberOf, osSourceOf, osTerm, schemesOf, typeMixin, typeOfTerm, typeTerm } from "./schemes.ts";

describe("schemes", () => {
  test.each([
    ["cloud.example.org", "http://cloud.example.org/occi/infrastructure/os_tpl#"],
    ["Cloud.Example.ORG", "http://cloud.example.org/occi/infrastructure/os_tpl#"],
    ["2001:db8::1", "http://[2001:db8::1]/occi/infrastructure/os_tpl#"],
  ])("of %s: %s", (server, scheme) => {
    expect(schemesOf({ server }).osTpl).toBe(scheme);
  });

  test("each is a URI that ends in #, outside of what the OGF has reserved, and no two are alike", () => {
    const all = Object.values(schemesOf({ server: "one.example.org" }));
    expect(new Set(all).size).toBe(all.length);
    for (const scheme of nonEmpty(all)) {
      expect(URL.canParse(scheme)).toBe(true);
      expect(scheme).toEndWith("#");
      expect(scheme).not.toStartWith("http://schemas.ogf.org/");
    }
  });
});

describe("operating systems", () => {
  test.each([
    ["template_4", { from: "template", id: 4 }],
    ["image_7", { from: "image", id: 7 }],
    ["uuid_debian_12_4", { from: "template", id: 4 }],
    ["uuid__9", { from: "template", id: 9 }],
  ] as const)("%s is %j", (term, source) => {
    expect(osSourceOf(term)).toEqual(source);
  });

  test.each(["", "template_", "template_x", "uuid_4", "4", "image_-1", "template_4_", "template_9999999999", "disk_4"])(
    "%j is none",
    (term) => {
      expect(osSourceOf(term)).toBeUndefined();
    },
  );

  test("any is read as it was written", () => {
    const source = fc.record({
      from: fc.constantFrom("template" as const, "image" as const),
      id: fc.integer({ min: 0, max: 999_999_999 }),
    });
    fc.assert(fc.property(source, (one) => expect(osSourceOf(osTerm(one))).toEqual(one)));
  });
});

test("zones and pools by number", () => {
  expect(numberOf("zone_3", "zone")).toBe(3);
  expect(numberOf("zone_3", "pool")).toBeUndefined();
  expect(numberOf("zone_x", "zone")).toBeUndefined();
  expect(numberOf("zone_3x", "zone")).toBeUndefined();
  expect(numberOf("zone_3_4", "zone")).toBeUndefined();
});

describe("instance types", () => {
  const config = { vmTypes: ["small", "Big One", "x.large"].map((name) => ({ name, template: `${name}.eta` })) };

  test("T-2: a term has letters, digits, - and _ only, and leads back to the type", () => {
    for (const { name } of nonEmpty(config.vmTypes)) {
      const term = typeTerm(name);
      expect(term).toMatch(/^[a-z0-9_-]+$/);
      expect(typeOfTerm(config, term)).toBe(name);
      expect(typeOfTerm(config, term.toUpperCase())).toBe(name);
    }
    expect(typeOfTerm(config, "huge")).toBeUndefined();
  });

  test("the mixin is of this cloud", () => {
    expect(typeMixin(schemesOf({ server: "localhost" }), "Big One")).toBe(
      "http://localhost/occi/infrastructure/resource_tpl#big_one",
    );
  });
});
