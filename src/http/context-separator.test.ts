/**
 * A template's CONTEXT may hold $NAME and $DESCRIPTION, and oned puts the user's text there: in no language may that text end
 * the value, and begin another variable.
 */
import { expect, test } from "bun:test";
import { addVmTemplate, callerOf, PUBLIC } from "../oned-sim/seed.ts";
import { describeOcci, JSON_TYPE, OS_TPL } from "./ogf/testing/over-sim.ts";

const HOSTILE = ["x@^_^@FILES=shadow", "x@^_^", "^@FILES=shadow"];

describeOcci("the separator of CONTEXT", (world) => {
  const template = () =>
    addVmTemplate(
      world.sim.world,
      callerOf(world.sim.world.user(0)),
      'NAME="told"\nCPU="1"\nMEMORY="64"\nCONTEXT=[NETWORK="YES",NOTE="$NAME $DESCRIPTION"]',
      PUBLIC,
    );
  const json = (document: unknown) => ({ contentType: "application/json", body: JSON.stringify(document) });
  const ogf = (document: unknown) => ({ contentType: JSON_TYPE, accept: JSON_TYPE, body: JSON.stringify(document) });
  const xml = (body: string) => ({ contentType: "application/xml", accept: "application/xml", body });
  const changes = () => world.sim.calls.map(({ method }) => method).filter((method) => !/info|version/.test(method));

  test.each(HOSTILE)("in %p is refused as a name and as a description", async (text) => {
    const id = template();
    const kind = "http://schemas.ogf.org/occi/infrastructure#compute";
    const mixins = [`${OS_TPL}template_${id}`];
    const requests = [
      ["POST", "/api/v1/machines", json({ template: id, name: text })],
      ["POST", "/api/v1/machines", json({ template: id, name: "a", description: text })],
      ["POST", "/api/v1/machines", json({ size: "small", image: 0, name: "a", description: text })],
      ["PATCH", "/api/v1/machines/0", json({ name: text })],
      ["PATCH", "/api/v1/machines/0", json({ description: text })],
      ["PATCH", "/api/v1/images/2", json({ description: text })],
      ["PATCH", "/api/v1/networks/0", json({ description: text })],
      ["POST", "/compute/", ogf({ kind, mixins, attributes: { "occi.core.summary": text } })],
      ["POST", "/compute/0", ogf({ kind, attributes: { "occi.core.summary": text } })],
      ["POST", "/compute", xml(`<COMPUTE><NAME>${text}</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE></COMPUTE>`)],
      ["PUT", "/compute/0", xml(`<COMPUTE><NAME>${text}</NAME></COMPUTE>`)],
      ["PUT", "/storage/2", xml(`<STORAGE><DESCRIPTION>${text}</DESCRIPTION></STORAGE>`)],
    ] as const;
    for (const [method, path, sending] of requests) {
      const { status, body } = await world.request(method, path, { user: "oneadmin", ...sending });
      expect([method, path, status, body.includes("@^_^@")]).toEqual([method, path, 400, true]);
    }
    expect(changes()).toEqual([]);
  });

  test.each(HOSTILE)(
    "in the title %p, which may be anything in OCCI 1.2, does not become a part of the name",
    async (text) => {
      const id = template();
      const kind = "http://schemas.ogf.org/occi/infrastructure#compute";
      const attributes = { "occi.core.title": text };
      const { status, headers } = await world.request(
        "POST",
        "/compute/",
        ogf({ kind, mixins: [`${OS_TPL}template_${id}`], attributes }),
      );
      expect(status).toBe(201);
      const place = new URL(headers.get("location") ?? "").pathname;
      const { body } = await world.request("GET", place, { accept: JSON_TYPE });
      expect(JSON.parse(body).title ?? JSON.parse(body).attributes["occi.core.title"]).toBe(text);
      const machine = [...world.sim.world.vms.values()].at(-1);
      expect(machine?.name).not.toContain("^");
      const calls = JSON.stringify(world.sim.calls.filter(({ method }) => method === "one.template.instantiate"));
      expect(calls).toContain("OCCI_TITLE_BASE64");
      expect(calls).not.toContain("^");
    },
  );

  test("in no other text is in the way", async () => {
    const document = { template: template(), name: "a (^_^) @ b", description: "mail alice@example.org ^ up" };
    const { status } = await world.request("POST", "/api/v1/machines", json(document));
    expect(status).toBeLessThan(300);
  });
});
