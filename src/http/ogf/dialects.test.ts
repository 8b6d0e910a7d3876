/** Both dialects side by side, as DEFAULT_DIALECT and the headers of requests choose (the rules: ../dialect.test.ts). */
import { expect, test } from "bun:test";
import type { DefaultDialect } from "../../config/config.ts";
import { describeOcci, smallMachine } from "./testing/over-sim.ts";

const XML = "application/xml;charset=utf-8";

for (const defaultDialect of ["xml", "ogf"] as const satisfies readonly DefaultDialect[]) {
  describeOcci(
    `DEFAULT_DIALECT=${defaultDialect}`,
    (world) => {
      const typeOf = async (path: string, accept?: string) =>
        (await world.request("GET", path, accept === undefined ? {} : { accept })).headers.get("content-type");

      test("what no header decides is in the default", async () => {
        for (const path of ["/", "/compute", "/compute/", "/compute/0", "/network/0", "/storage/0"]) {
          for (const accept of [undefined, "*/*"]) {
            expect(await typeOf(path, accept)).toBe(defaultDialect === "xml" ? XML : "text/plain");
          }
        }
      });

      test("Accept chooses", async () => {
        expect(await typeOf("/compute/0", "application/xml")).toBe(XML);
        expect(await typeOf("/compute/0", "text/occi")).toBe("text/occi");
        expect(await typeOf("/compute/0", "text/plain;q=0.4, application/xml;q=0.5")).toBe(XML);
        expect(await typeOf("/compute/0", "text/plain;q=0.6, application/xml;q=0.5")).toBe("text/plain");
      });

      test("paths of one dialect are always there", async () => {
        expect(await typeOf("/-/")).toBe("text/plain");
        expect(await typeOf("/link/")).toBe("text/plain");
        expect(await typeOf("/instance_type")).toBe(XML);
        expect(await typeOf("/user", "text/occi, */*")).toBe(XML);
      });

      test("the body's Content-Type chooses, and both make the same kind of machine", async () => {
        const made = await world.request("POST", "/compute", smallMachine());
        expect([made.status, made.headers.get("content-type")]).toEqual([201, "text/plain"]);
        const disk = '<DISK><STORAGE href="https://cloud.example.org/storage/0"/></DISK>';
        const body = `<COMPUTE><NAME>x</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE>${disk}</COMPUTE>`;
        const xml = await world.request("POST", "/compute", { contentType: "application/xml", body });
        expect([xml.status, xml.headers.get("content-type")]).toEqual([201, XML]);
        for (const path of ["/compute/3", "/compute/4"]) {
          const { body: shown } = await world.request("GET", path, { accept: "text/plain" });
          expect(shown).toContain("Category: small;");
          expect((await world.request("GET", path, { accept: "application/xml" })).body).toContain(
            ">small</INSTANCE_TYPE>",
          );
        }
      });

      test("errors are in the dialect, and name the same versions", async () => {
        for (const [accept, type] of [
          ["application/xml", XML],
          ["application/occi+json", "application/occi+json"],
          ["text/occi", "text/plain;charset=utf-8"],
        ] as const) {
          const { status, headers } = await world.request("GET", "/compute/4711", { accept });
          expect([status, headers.get("content-type")]).toEqual([404, type]);
          expect(headers.get("server")).toEndWith("OCCI/1.2 OCCI/1.1");
        }
      });
    },
    { defaultDialect },
  );
}
