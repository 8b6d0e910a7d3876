/** Which of the two dialects a request speaks: path, Content-Type, Accept, and DEFAULT_DIALECT, in this order. */
import { describe, expect, test } from "bun:test";
import type { DefaultDialect } from "../config/config.ts";
import { type Dialect, dialectOf, type Speaking } from "./dialect.ts";

const [XML, OCCI] = ["opennebula-xml", "ogf"] as const;
const DEFAULTS: readonly [DefaultDialect, Dialect][] = [
  ["xml", XML],
  ["ogf", OCCI],
];

function spoken(request: Partial<Speaking>, fallback: DefaultDialect): Dialect {
  return dialectOf({ path: "/compute", contentType: null, accept: null, ...request }, fallback);
}

/** Whatever the default is. */
function always(request: Partial<Speaking>, dialect: Dialect): void {
  for (const [fallback] of DEFAULTS) expect(spoken(request, fallback)).toBe(dialect);
}

describe("a path that only one dialect has decides, whatever the headers say", () => {
  test.each([
    "/instance_type",
    "/instance_type/small",
    "/user",
    "/user/-1",
    "/user/-1/action",
    "/compute/7/action",
    "/network/7/action/",
    "/storage/7/action",
  ])("%s is OpenNebula's", (path) => {
    always({ path }, XML);
    always({ path, contentType: "text/occi", accept: "text/plain, text/occi" }, XML);
  });

  test.each([
    "/-",
    "/-/",
    "/.well-known/org/ogf/occi/-/",
    "/link",
    "/link/",
    "/link/networkinterface/compute_0_nic_0",
    "/mixin/os_tpl/image_0/",
    "/tags/alice/blue/",
    "/ipreservation/",
    "/securitygroup/0",
    "/resource/",
  ])("%s is the OGF's", (path) => {
    always({ path }, OCCI);
    always({ path, contentType: "application/xml", accept: "application/xml" }, OCCI);
  });

  test("words that only begin like one are not it", () => {
    always({ path: "/users/blue/" }, OCCI);
    for (const [fallback, dialect] of DEFAULTS) expect(spoken({ path: "/compute/x" }, fallback)).toBe(dialect);
  });
});

describe("then the Content-Type", () => {
  test.each([
    "application/xml",
    "text/xml; charset=utf-8",
    "Application/XML",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
  ])("%s is OpenNebula's", (contentType) => {
    for (const path of ["/", "/compute", "/compute/7", "/storage/"]) always({ path, contentType }, XML);
    always({ contentType, accept: "text/occi" }, XML);
  });

  test.each([
    "text/occi",
    "text/plain",
    "text/plain,text/occi",
    "text/plain; charset=utf-8",
    "TEXT/OCCI",
    "text/occi+plain",
    "application/occi+json",
    "application/json",
    "text/uri-list",
  ])("%s is the OGF's", (contentType) => {
    for (const path of ["/", "/compute", "/compute/7", "/storage/"]) always({ path, contentType }, OCCI);
    if (!/^text\/plain/.test(contentType)) always({ contentType, accept: "application/xml" }, OCCI);
  });

  test("text/plain, which libraries call any text, is XML for a client that wants that", () => {
    always({ contentType: "text/plain;charset=UTF-8", accept: "application/xml" }, XML);
    always({ contentType: "text/plain", accept: "application/xml;q=0.5, text/plain" }, OCCI);
  });

  test("one of neither leaves it to Accept", () => {
    always({ contentType: "image/png", accept: "application/xml" }, XML);
    always({ contentType: "application/octet-stream", accept: "text/occi" }, OCCI);
  });
});

describe("then the highest weight in Accept", () => {
  test.each<[string, Dialect]>([
    ["application/xml", XML],
    ["text/xml", XML],
    ["text/occi", OCCI],
    ["text/plain", OCCI],
    ["application/occi+json", OCCI],
    ["text/uri-list", OCCI],
    ["text/plain;q=0.5, application/xml", XML],
    ["text/plain, application/xml;q=0.9", OCCI],
    ["application/xml;q=0.2, text/xml;q=0.4, text/occi;q=0.3", XML],
    ["application/xml; q=0, text/plain; q=0.1", OCCI],
    ["text/html, application/xml;q=0.9, */*;q=0.8", XML],
  ])("%s is %s", (accept, dialect) => {
    for (const path of ["/", "/compute", "/network/3", "/storage/"]) always({ path, accept }, dialect);
  });
});

describe.each(DEFAULTS)("then DEFAULT_DIALECT=%s", (fallback, dialect) => {
  // As axios says it, and as those do who take any text or anything of an application.
  test.each(["application/json, text/plain, */*", "text/*", "application/*;q=0.5"])("for Accept: %p", (accept) => {
    expect(spoken({ path: "/compute", accept }, fallback)).toBe(dialect);
  });

  test.each([null, "", "*/*", "image/png", "application/xml, text/plain", "application/xml;q=0"])(
    "for Accept: %p",
    (accept) => {
      for (const path of ["/", "/compute", "/compute/", "/compute/7", "/network", "/storage/3"])
        expect(spoken({ path, accept }, fallback)).toBe(dialect);
    },
  );

  test("but other paths may be a user's mixins, which only the OGF's dialect has", () => {
    for (const path of ["/my_stuff/", "/nothing", "/compute/7/8"]) expect(spoken({ path }, fallback)).toBe(OCCI);
    expect(spoken({ path: "/nothing", accept: "application/xml" }, fallback)).toBe(XML);
  });
});
