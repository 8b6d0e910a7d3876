/** What templates, instance types, clusters and networks of a cloud are as mixins. */
import { describe, expect, test } from "bun:test";
import {
  AVAILABILITY_ZONE,
  COMPUTE,
  FLOATING_IP_POOL,
  IP_RESERVATION,
  NETWORK,
  OS_TPL,
  RESOURCE_TPL,
} from "../../../dialects/ogf/index.ts";
import { testConfig } from "../../../http/testing/config.ts";
import { osMixin, poolMixin, sizeMixin, zoneMixin } from "./cloud-mixins.ts";

const config = testConfig("/nonexistent", { server: "one.example.org" });
const scheme = (family: string) => `http://one.example.org/occi/infrastructure/${family}#`;
const BARE = { class: "mixin", attributes: [], actions: [] } as const;

test("a VM template and an image are what machines are made of", () => {
  const input = { name: "org.opennebula.input.A", type: "string", mutable: true, required: false } as const;
  const common = { ...BARE, scheme: scheme("os_tpl"), depends: [OS_TPL], applies: [COMPUTE] };
  expect(osMixin(config, { from: "template", id: 4 }, "debian", [input])).toEqual({
    ...common,
    term: "template_4",
    title: "debian",
    attributes: [input],
    location: "/mixin/os_tpl/template_4/",
  });
  expect(osMixin(config, { from: "image", id: 9 }, "data")).toEqual({
    ...common,
    term: "image_9",
    title: "data",
    location: "/mixin/os_tpl/image_9/",
  });
});

test("a cluster is a zone of machines and networks", () => {
  expect(zoneMixin(config, 2, "north")).toEqual({
    ...BARE,
    scheme: scheme("availability_zone"),
    term: "zone_2",
    title: "north",
    depends: [AVAILABILITY_ZONE],
    applies: [COMPUTE, NETWORK],
    location: "/mixin/availability_zone/zone_2/",
  });
});

test("a network is a pool of addresses that can be kept", () => {
  expect(poolMixin(config, 3)).toEqual({
    ...BARE,
    scheme: scheme("floatingippool"),
    term: "pool_3",
    title: "Addresses of network 3",
    depends: [FLOATING_IP_POOL],
    applies: [IP_RESERVATION],
    location: "/mixin/floatingippool/pool_3/",
  });
});

describe("an instance type", () => {
  const sizes = (capacity: Parameters<typeof sizeMixin>[2]) => sizeMixin(config, "Big One", capacity).attributes;

  test("has its name as title, and its term in the place", () => {
    expect(sizeMixin(config, "Big One", {})).toEqual({
      ...BARE,
      scheme: scheme("resource_tpl"),
      term: "big_one",
      title: "Big One",
      depends: [RESOURCE_TPL],
      applies: [COMPUTE],
      location: "/mixin/resource_tpl/big_one/",
    });
  });

  test("has cores and memory in GiB as defaults, which a request may change", () => {
    const common = { mutable: true, required: false };
    expect(sizes({ cpu: "1", vcpu: "2", memory: "1536" })).toEqual([
      { ...common, name: "occi.compute.cores", type: "integer", default: 2 },
      { ...common, name: "occi.compute.memory", type: "number", default: 1.5 },
    ]);
  });

  test("has one core where it says a share of CPU alone, and leaves open what it does not say", () => {
    const defaults = (capacity: Parameters<typeof sizeMixin>[2]) =>
      sizes(capacity).map(({ name, default: value }) => [name, value]);
    expect(defaults({ cpu: "0.5" })).toEqual([["occi.compute.cores", 1]]);
    expect(defaults({ vcpu: "4" })).toEqual([["occi.compute.cores", 4]]);
    expect(defaults({ memory: "512" })).toEqual([["occi.compute.memory", 0.5]]);
  });
});
