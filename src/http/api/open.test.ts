/** The entry document without credentials: it names the lists of the API, and nothing of the cloud. */
import { expect, test } from "bun:test";
import { testConfig } from "../testing/config.ts";
import { welcome } from "./open.ts";

test("its links are the paths that can be read as they are, below the prefix of the server", () => {
  const { body } = welcome(new Headers(), testConfig("/tmp"), "/cloud");
  const text = new TextDecoder().decode((body as readonly Uint8Array[])[0]);
  const { links, server, opennebula } = JSON.parse(text);
  expect([server, opennebula]).toEqual([null, null]);
  expect(links).toMatchObject({ machines: "/cloud/api/v1/machines", openapi: "/cloud/api/v1/openapi.json" });
  for (const path of ["", "actions", "machines/{id}"]) expect(Object.keys(links)).not.toContain(path);
  expect(Object.values(links).filter((path) => String(path).includes("{"))).toEqual([]);
});
