import { expect, test } from "bun:test";
import { createApp } from "./app.ts";
import { type Observer, UNOBSERVED } from "./observer.ts";
import { authorization, makeParts } from "./testing/cloud.ts";
import { SmallOned } from "./testing/small-oned.ts";

/** Where requests end, by the metrics' names of routes. */
const ENDS: readonly (readonly [path: string, xml: string, ogf: string])[] = [
  ["/", "/", "/"],
  ["/compute", "/compute", "/compute"],
  ["/compute/", "/compute", "/compute"],
  ["/compute/7", "/compute/:id", "/compute/:id"],
  ["/compute/7/", "/compute/:id", "/compute/:id"],
  ["/compute/x%20y", "/compute/:id", "/compute/:id"],
  ["/compute/7/8", "/*", "/*"],
  ["/storage/3", "/storage/:id", "/storage/:id"],
  ["/ipreservation/5", "", "/ipreservation/:id"],
  ["/securitygroup/", "", "/securitygroup"],
  ["/link", "", "/link"],
  ["/link/", "", "/link"],
  ["/link/networkinterface", "", "/link/networkinterface"],
  ["/link/networkinterface/7_nic_0", "", "/link/networkinterface/:id"],
  ["/link/networkinterfaces", "", "/*"],
  ["/link/other", "", "/*"],
  ["/resource/", "", "/resource"],
  ["/resource/compute", "", "/*"],
  ["/-", "", "/-/"],
  ["/-/", "", "/-/"],
  ["/-x", "/*", "/*"],
  ["/.well-known/org/ogf/occi/-/", "", "/-/"],
  ["/.well-known/org", "/*", "/*"],
  ["/mixin", "", "/*"],
  ["/mixin/os_tpl/uuid", "", "/mixin/*"],
  ["/tags/a/b/", "", "/mixin/*"],
  ["/mixins", "/*", "/*"],
  ["/of/a/user/", "/*", "/*"],
  ["/user/2/action", "/user/:id/action", ""],
];

const XML = "application/xml";
const TEXT = "text/plain";

test("each language has its paths", async () => {
  const routes: string[] = [];
  const parts = await makeParts(new SmallOned(), { defaultDialect: "xml" });
  const observer: Observer = {
    ...UNOBSERVED,
    requestEnded: ({ route, dialect }) => void routes.push(`${dialect} ${route}`),
  };
  const app = createApp({ ...parts.deps, observer });
  const connection = { address: "192.0.2.1", untimed() {} };
  const ends = async (path: string, accept: string): Promise<string> => {
    const headers = { authorization: authorization("alice"), accept, host: "one" };
    await app(new Request(`http://one${path}`, { headers }), connection);
    return routes.pop() ?? "";
  };
  for (const [path, xml, ogf] of ENDS) {
    // The paths that only one language has are the other's nowhere, whatever Accept says.
    if (xml !== "" && xml !== "/*") expect([path, await ends(path, XML)]).toEqual([path, `opennebula-xml ${xml}`]);
    if (ogf !== "") expect([path, await ends(path, TEXT)]).toEqual([path, `ogf ${ogf}`]);
  }
  parts.remove();
});

test("of a request the router reads nothing but its method and its URL", async () => {
  const parts = await makeParts(new SmallOned());
  const app = createApp(parts.deps);
  const headers = { authorization: authorization("alice") };
  // Whatever Elysia read beside them would be missing in what goes through it, and end in a failure.
  for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]) {
    for (const path of ["/compute", "/compute/7", "/nowhere", "/"]) {
      const response = await app(new Request(`http://localhost${path}`, { method, headers }), {
        address: "192.0.2.1",
        untimed() {},
      });
      expect([method, path, response.status === 500]).toEqual([method, path, false]);
    }
  }
  parts.remove();
});
