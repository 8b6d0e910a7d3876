/** Identifiers and locations of what this cloud adds to the standard. */
import type { Config } from "../../../config/config.ts";
import type { TypeId } from "../../../dialects/ogf/index.ts";

/** The scheme of the mixins with OpenNebula's own attributes; the same on every cloud. Source: rOCCI-server 1.x. */
export const OPENNEBULA = "http://opennebula.org/occi/infrastructure#";

/** The schemes of one cloud: they begin with its name. */
export interface Schemes {
  readonly osTpl: string;
  readonly resourceTpl: string;
  readonly zone: string;
  readonly pool: string;
}

/** The name in them is SERVER's, in lower case. */
export function schemesOf({ server }: Pick<Config, "server">): Schemes {
  const host = server.includes(":") ? `[${server}]` : server.toLowerCase();
  const scheme = (what: string) => `http://${host}/occi/infrastructure/${what}#`;
  return {
    osTpl: scheme("os_tpl"),
    resourceTpl: scheme("resource_tpl"),
    zone: scheme("availability_zone"),
    pool: scheme("floatingippool"),
  };
}

/** Where the operating system of a machine comes from. */
export interface OsSource {
  readonly from: "template" | "image";
  readonly id: number;
}

/** `template_4` of a VM template, `image_7` of an image. */
export function osTerm({ from, id }: OsSource): string {
  return `${from}_${id}`;
}

/** Reads such a term, and as rOCCI-server 1.x wrote them for templates: `uuid_debian_12_4`. */
export function osSourceOf(term: string): OsSource | undefined {
  const [, from, id] = /^(template|image|uuid_.{0,200})_(\d{1,9})$/.exec(term) ?? [];
  if (from === undefined) return undefined;
  return { from: from === "image" ? "image" : "template", id: Number(id) };
}

/** The number at the end of a term such as `zone_3`. */
export function numberOf(term: string, word: string): number | undefined {
  const [, id] = /^[a-z]+_(\d{1,9})$/.exec(term) ?? [];
  return id !== undefined && term.startsWith(`${word}_`) ? Number(id) : undefined;
}

/** Term of an instance type: of letters, digits, `-` and `_` only, which is all that old clients read. */
export function typeTerm(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9_-]/g, "_");
}

/** The instance type of a term; the first of those whose names differ only in what terms cannot hold. */
export function typeOfTerm(config: Pick<Config, "vmTypes">, term: string): string | undefined {
  return config.vmTypes.find(({ name }) => typeTerm(name) === term.toLowerCase())?.name;
}

/** The mixin of an instance type. */
export function typeMixin({ resourceTpl }: Pick<Schemes, "resourceTpl">, name: string): TypeId {
  return resourceTpl + typeTerm(name);
}
