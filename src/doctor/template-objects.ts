/** Images and networks that the templates of instance types name by themselves. */
import { OcciError } from "../errors.ts";
import type { OnedClient, Session } from "../opennebula/client.ts";
import * as images from "../opennebula/image.ts";
import { members } from "../opennebula/pool.ts";
import * as vnets from "../opennebula/vnet.ts";
import type { TemplateAttribute } from "../templates/syntax.ts";
import { type Finding, findings } from "./finding.ts";
import type { Needed } from "./usable.ts";

/** A template of the configuration, rendered for a request that names nothing. */
export interface RenderedTemplate {
  /** As VM_TYPE names it. */
  readonly file: string;
  readonly attributes: readonly TemplateAttribute[];
}

/** By id, or by name and owner. */
interface Reference {
  readonly file: string;
  readonly kind: "image" | "vn";
  /** As it is written: `IMAGE_ID=7`. */
  readonly written: string;
  readonly id: number | undefined;
  readonly name: string;
  readonly owner: string;
}

export interface TemplateObjects {
  readonly found: readonly Finding[];
  /** Those that are there. */
  readonly needed: readonly Needed[];
}

const found = findings("template");
const VECTORS = { DISK: ["image", "IMAGE"], NIC: ["vn", "NETWORK"] } as const;
const LISTS = { image: "oneimage list", vn: "onevnet list" } as const;
/** Files of the files datastore: kernels, and what CONTEXT carries. */
const FILES = /\$FILE\[\s*IMAGE_ID\s*=\s*"?(\d+)/g;

/** The objects that the templates name, each once. */
export function referencesIn(templates: readonly RenderedTemplate[]): readonly Reference[] {
  const all = templates.flatMap(({ file, attributes }) => attributes.flatMap((one) => ofAttribute(file, one)));
  return [...new Map(all.map((one) => [`${one.file} ${one.kind} ${one.written} ${one.owner}`, one])).values()];
}

function ofAttribute(file: string, { name, value }: TemplateAttribute): readonly Reference[] {
  if (typeof value === "string") return [];
  const member = (wanted: string): string => String(value.find((one) => one.name === wanted)?.value ?? "").trim();
  const files = value
    .flatMap((one) => [...String(one.value).matchAll(FILES)])
    .map(([, id = ""]): Reference => {
      return { file, kind: "image", written: `$FILE[IMAGE_ID=${id}]`, id: Number(id), name: "", owner: "" };
    });
  if (name !== "DISK" && name !== "NIC") return files;
  const [kind, by] = VECTORS[name];
  const [written, called] = [member(`${by}_ID`), member(by)];
  const common = { file, kind, name: called, owner: member(`${by}_UNAME`) };
  // oned reads the id first.
  if (/^\d+$/.test(written)) return [{ ...common, written: `${by}_ID=${written}`, id: Number(written) }];
  // Without its owner the name is of an object of each user's own.
  if (called === "" || common.owner === "") return files;
  return [{ ...common, written: `${by}=${called}`, id: undefined }];
}

/** Looks all of them up. @throws OcciError when oned cannot be asked. */
export async function templateObjects(
  oned: OnedClient,
  session: Session,
  templates: readonly RenderedTemplate[],
): Promise<TemplateObjects> {
  const all: Finding[] = [];
  const needed: Needed[] = [];
  for (const reference of referencesIn(templates)) {
    const { file, kind, written, owner } = reference;
    const label = `${file}: ${written}${reference.id === undefined ? ` of ${owner}` : ""}`;
    try {
      const id = await idOf(oned, session, reference);
      if (id === undefined) all.push(found.error(`${label} is not there`, `name one that \`${LISTS[kind]}\` shows`));
      else needed.push({ label, kind, id });
    } catch (error) {
      if (!(error instanceof OcciError) || error.code !== "FORBIDDEN") throw error;
      all.push(found.unknown(`${label} is not visible to this user`, "run the command as oneadmin: --auth"));
    }
  }
  return { found: all, needed };
}

/** Undefined when it is not there. */
async function idOf(oned: OnedClient, session: Session, reference: Reference): Promise<number | undefined> {
  const { kind, id } = reference;
  if (id === undefined)
    return kind === "image" ? imageNamed(oned, session, reference) : vnetNamed(oned, session, reference);
  try {
    await (kind === "image" ? images : vnets).info(oned, session, id);
    return id;
  } catch (error) {
    if (error instanceof OcciError && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}

async function imageNamed(oned: OnedClient, session: Session, { name, owner }: Reference): Promise<number | undefined> {
  let id: number | undefined;
  for await (const batch of members(await images.pool(oned, session), "IMAGE_POOL", "IMAGE", images.imageOf)) {
    id ??= batch.find((one) => one.name === name && one.uname === owner)?.id;
  }
  return id;
}

async function vnetNamed(oned: OnedClient, session: Session, { name, owner }: Reference): Promise<number | undefined> {
  let id: number | undefined;
  for await (const batch of members(await vnets.pool(oned, session), "VNET_POOL", "VNET", vnets.vnetOf)) {
    id ??= batch.find((one) => one.name === name && one.uname === owner)?.id;
  }
  return id;
}
