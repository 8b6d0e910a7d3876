/** The mixins of one cloud: what its templates, instance types, clusters and networks are as types. */
import type { Config } from "../../../config/config.ts";
import {
  type AttributeDefinition,
  AVAILABILITY_ZONE,
  COMPUTE,
  FLOATING_IP_POOL,
  IP_RESERVATION,
  type Mixin,
  NETWORK,
  OS_TPL,
  RESOURCE_TPL,
} from "../../../dialects/ogf/index.ts";
import type { Capacity } from "../../../templates/engine.ts";
import { gib } from "../attributes.ts";
import { type OsSource, osTerm, schemesOf, typeTerm } from "./schemes.ts";

/** The mixin of something that machines are made of. @param attributes the inputs of a VM template. */
export function osMixin(
  config: Config,
  source: OsSource,
  title: string,
  attributes: readonly AttributeDefinition[] = [],
): Mixin {
  const term = osTerm(source);
  return {
    class: "mixin",
    scheme: schemesOf(config).osTpl,
    term,
    title,
    attributes,
    depends: [OS_TPL],
    applies: [COMPUTE],
    location: `/mixin/os_tpl/${term}/`,
    actions: [],
  };
}

/** An instance type, with its sizes as defaults. */
export function sizeMixin(config: Config, name: string, { cpu, memory, vcpu }: Capacity): Mixin {
  const term = typeTerm(name);
  const size = (attribute: string, type: "integer" | "number", value: number | undefined) =>
    value === undefined
      ? []
      : [{ name: `occi.compute.${attribute}`, type, mutable: true, required: false, default: value }];
  return {
    class: "mixin",
    scheme: schemesOf(config).resourceTpl,
    term,
    title: name,
    attributes: [
      ...size("cores", "integer", cpu === undefined && vcpu === undefined ? undefined : Number(vcpu ?? 1)),
      ...size("memory", "number", memory === undefined ? undefined : gib(Number(memory))),
    ],
    depends: [RESOURCE_TPL],
    applies: [COMPUTE],
    location: `/mixin/resource_tpl/${term}/`,
    actions: [],
  };
}

/** A cluster. */
export function zoneMixin(config: Config, id: number, title: string): Mixin {
  return {
    class: "mixin",
    scheme: schemesOf(config).zone,
    term: `zone_${id}`,
    title,
    attributes: [],
    depends: [AVAILABILITY_ZONE],
    applies: [COMPUTE, NETWORK],
    location: `/mixin/availability_zone/zone_${id}/`,
    actions: [],
  };
}

/** A network that addresses can be kept of. */
export function poolMixin(config: Config, id: number): Mixin {
  return {
    class: "mixin",
    scheme: schemesOf(config).pool,
    term: `pool_${id}`,
    title: `Addresses of network ${id}`,
    attributes: [],
    depends: [FLOATING_IP_POOL],
    applies: [IP_RESERVATION],
    location: `/mixin/floatingippool/pool_${id}/`,
    actions: [],
  };
}
