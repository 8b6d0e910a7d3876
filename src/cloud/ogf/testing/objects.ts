/** Objects of oned for tests, as its answers would show them. */
import { type ImageDetails, imageDetailsOf } from "../../../opennebula/image-details.ts";
import { LCM_STATES, VM_STATES } from "../../../opennebula/states.ts";
import { type VmDetails, vmDetailsOf } from "../../../opennebula/vm-details.ts";
import { type VmTemplate, vmTemplateOf } from "../../../opennebula/vm-template.ts";
import { type VnetDetails, vnetDetailsOf } from "../../../opennebula/vnet-details.ts";
import { readRecord } from "../../../xml/record.ts";
import type { Tag } from "../tags/tags.ts";

/** Attributes of a template: texts, and vectors. */
export type Template = readonly (readonly [name: string, value: string | Readonly<Record<string, string>>])[];

const element = (name: string, inner: string) => `<${name}>${inner}</${name}>`;
const text = (value: string) => `<![CDATA[${value}]]>`;
const templateXml = (entries: Template) =>
  entries
    .map(([name, value]) =>
      element(
        name,
        typeof value === "string"
          ? text(value)
          : Object.entries(value)
              .map(([key, member]) => element(key, text(member)))
              .join(""),
      ),
    )
    .join("");

const ownedXml = (id: number, name: string) =>
  `<ID>${id}</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>${text(name)}</NAME>`;

export interface Machine {
  readonly id?: number;
  readonly name?: string;
  /** A word of STATE, or an LCM_STATE of an ACTIVE one; RUNNING unless given. */
  readonly state?: string;
  readonly template?: Template;
  readonly notes?: Template;
  /** ACTION of the history records. */
  readonly history?: readonly number[];
}

export function machineXml({
  id = 7,
  name = "web",
  state = "RUNNING",
  template = [],
  notes = [],
  history = [],
}: Machine): string {
  const lcm = LCM_STATES.indexOf(state);
  const number = (VM_STATES as readonly string[]).indexOf(state);
  const isWhole = number >= 0 && state !== "INIT";
  const states = isWhole
    ? `<STATE>${number}</STATE><LCM_STATE>0</LCM_STATE>`
    : `<STATE>3</STATE><LCM_STATE>${lcm}</LCM_STATE>`;
  const records = history.map((action) => `<HISTORY><ACTION>${action}</ACTION></HISTORY>`).join("");
  return element(
    "VM",
    `${ownedXml(id, name)}${states}${element("TEMPLATE", templateXml(template))}${element("USER_TEMPLATE", templateXml(notes))}${element("HISTORY_RECORDS", records)}`,
  );
}

export function machine(given: Machine = {}): VmDetails {
  return vmDetailsOf(readRecord(machineXml(given), "VM"));
}

export function vmTemplateXml(template: Template, id = 4): string {
  return element("VMTEMPLATE", `${ownedXml(id, "debian")}${element("TEMPLATE", templateXml(template))}`);
}

export function vmTemplate(template: Template): VmTemplate {
  return vmTemplateOf(readRecord(vmTemplateXml(template), "VMTEMPLATE"));
}

export interface Network {
  readonly id?: number;
  readonly name?: string;
  readonly template?: Template;
  readonly range?: string;
}

export function networkXml({ id = 3, name = "lan", template = [], range = "" }: Network): string {
  const pool = element("AR_POOL", range);
  return element("VNET", `${ownedXml(id, name)}<STATE>1</STATE>${pool}${element("TEMPLATE", templateXml(template))}`);
}

export function network(given: Network = {}): VnetDetails {
  return vnetDetailsOf(readRecord(networkXml(given), "VNET"));
}

export interface Image {
  readonly id?: number;
  readonly name?: string;
  /** As oned numbers it; READY unless given. */
  readonly state?: number;
  readonly size?: number;
  readonly persistent?: boolean;
  readonly vmIds?: readonly number[];
  readonly template?: Template;
}

export function imageXml({
  id = 9,
  name = "data",
  state = 1,
  size = 2048,
  persistent = true,
  vmIds = [],
  template = [],
}: Image): string {
  const users = element("VMS", vmIds.map((vm) => element("ID", String(vm))).join(""));
  return element(
    "IMAGE",
    `${ownedXml(id, name)}<TYPE>2</TYPE><STATE>${state}</STATE><SIZE>${size}</SIZE><PERSISTENT>${persistent ? 1 : 0}</PERSISTENT>${users}${element("TEMPLATE", templateXml(template))}`,
  );
}

export function image(given: Image = {}): ImageDetails {
  return imageDetailsOf(readRecord(imageXml(given), "IMAGE"));
}

/** The tag `http://example.org/tags#blue` on one entity. */
export function tagOn(kindTerm: string, id: string): Tag {
  const members = new Map([[kindTerm, new Set([id])]]);
  return { scheme: "http://example.org/tags#", term: "blue", depends: [], applies: [], location: "/blue/", members };
}
