import { expect, test } from "bun:test";
import { testConfig } from "../../../http/testing/config.ts";
import { CommonTypes } from "./common-types.ts";
import { schemesOf, typeMixin } from "./schemes.ts";

test("are made once for a configuration and a set of templates, and anew for another", () => {
  const config = testConfig("/nonexistent", { vmTypes: [{ name: "small", template: "small.eta" }] });
  let rendered = 0;
  const capacity = () => {
    rendered++;
    return { cpu: "1", memory: String(1024 * rendered) };
  };
  const types = new CommonTypes();
  const version = {};
  const first = types.registry({ config, templates: { capacity, version } });
  expect(types.registry({ config, templates: { capacity, version } })).toBe(first);
  expect(rendered).toBe(1);
  const memory = () =>
    types
      .registry({ config, templates: { capacity, version: {} } })
      .mixin(typeMixin(schemesOf(config), "small"))
      ?.attributes.find(({ name }) => name === "occi.compute.memory")?.default;
  expect([memory(), memory()]).toEqual([2, 3]);
  const other = { ...config, vmTypes: [] };
  const again = types.registry({ config, templates: { capacity, version } });
  expect(types.registry({ config: other, templates: { capacity, version } }).all.length).toBe(again.all.length - 1);
});

test("have a mixin for the network that others are reserved from, where one is configured", () => {
  const templates = { capacity: () => ({}), version: {} };
  const of = (networkFrom: number | undefined) => {
    const config = { ...testConfig("/nonexistent", { vmTypes: [] }), networkFrom };
    return new CommonTypes().registry({ config, templates }).all;
  };
  expect(of(7).length).toBe(of(undefined).length + 1);
});
