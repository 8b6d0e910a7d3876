/** The documents of answers, made of the model: names with their units, times as times. */
import type { TSchema } from "@sinclair/typebox";
import type {
  DiskImage,
  LoginTokenInfo,
  Machine,
  MachineNetwork,
  MachineSize,
  MachineTemplate,
  Me,
  NetworkChange,
  NetworkRequest,
  NewLoginToken,
  NewMachine,
  Page,
  Quotas,
  StorageChange,
  StorageRequest,
} from "../../model.ts";
import { BASE_PATH } from "./operations.ts";
import * as schemas from "./schemas.ts";
import { writeDocument } from "./write.ts";

/** A machine as its schema has it. */
function machineMembers({ memory, created, started, ends, disks, ...rest }: Machine): object {
  return {
    ...rest,
    memoryMiB: memory,
    createdAt: created,
    startedAt: started,
    endsAt: ends,
    disks: disks.map(({ size, ...disk }) => ({ ...disk, sizeMiB: size })),
  };
}

export function renderMachine(machine: Machine): string {
  return writeDocument(schemas.Machine, machineMembers(machine));
}

/** Where a list was asked for: the server's prefix, the path below BASE_PATH, and the query. */
export interface ListPlace {
  readonly prefix: string;
  readonly path: string;
  readonly query: string;
}

/** A page of a list, and the path of the next. */
export interface RenderedPage {
  readonly text: string;
  readonly next: string | undefined;
}

/** @param members of an item as its schema has them. */
function renderPage<T>(
  schema: TSchema,
  { items, next }: Page<T>,
  { prefix, path, query }: ListPlace,
  members: (item: T) => object,
): RenderedPage {
  if (next === undefined) return { text: writeDocument(schema, { items: items.map(members) }), next };
  // The path of this page, with another beginning.
  const parameters = new URLSearchParams(query);
  parameters.set("after", next);
  const after = `${prefix}${BASE_PATH}${path}?${parameters}`;
  return { text: writeDocument(schema, { items: items.map(members), next: after }), next: after };
}

export function renderMachines(page: Page<Machine>, place: ListPlace): RenderedPage {
  return renderPage(schemas.Machines, page, place, machineMembers);
}

function templateMembers({ memory, created, disks, ...rest }: MachineTemplate): object {
  return {
    ...rest,
    memoryMiB: memory,
    createdAt: created,
    disks: disks.map(({ size, ...disk }) => ({ ...disk, sizeMiB: size })),
  };
}

export function renderTemplate(template: MachineTemplate): string {
  return writeDocument(schemas.Template, templateMembers(template));
}

export function renderTemplates(page: Page<MachineTemplate>, place: ListPlace): RenderedPage {
  return renderPage(schemas.Templates, page, place, templateMembers);
}

export function renderSizes(sizes: readonly MachineSize[]): string {
  const items = sizes.map(({ memory, memoryMax, ...size }) => ({
    ...size,
    memoryMiB: memory,
    memoryMaxMiB: memoryMax,
  }));
  return writeDocument(schemas.Sizes, { items });
}

function quotaMembers({ memory, runningMemory, systemDisk, datastores, ...rest }: Quotas): object {
  return {
    ...rest,
    memoryMiB: memory,
    runningMemoryMiB: runningMemory,
    systemDiskMiB: systemDisk,
    datastores: datastores.map(({ size, ...store }) => ({ ...store, sizeMiB: size })),
  };
}

export function renderMe({ quotas, ...me }: Me): string {
  return writeDocument(schemas.Me, { ...me, quotas: quotaMembers(quotas) });
}

/** What a machine is to be made of, as its document says. */
export function newMachineOf({
  inputs = {},
  sshKeys = [],
  networks = [],
  disks = [],
  hold = false,
  memoryMiB,
  endsAt,
  ...rest
}: schemas.NewMachineDocument): NewMachine {
  return {
    ...rest,
    inputs,
    sshKeys,
    networks,
    disks,
    hold,
    ...(memoryMiB !== undefined && { memory: memoryMiB }),
    ...(endsAt !== undefined && { ends: new Date(endsAt) }),
  };
}

function imageMembers({ size, ...rest }: DiskImage): object {
  return { ...rest, sizeMiB: size };
}

export function renderImage(image: DiskImage): string {
  return writeDocument(schemas.Image, imageMembers(image));
}

export function renderImages(page: Page<DiskImage>, place: ListPlace): RenderedPage {
  return renderPage(schemas.Images, page, place, imageMembers);
}

export function renderNetwork(network: MachineNetwork): string {
  return writeDocument(schemas.Network, network);
}

export function renderNetworks(page: Page<MachineNetwork>, place: ListPlace): RenderedPage {
  return renderPage(schemas.Networks, page, place, (network) => network);
}

const yesNo = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? "YES" : "NO";

/** Members that are undefined are left out. */
function given<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

/** What an image is to be made of, in the texts that the use case checks. */
export function newImageOf(document: schemas.NewImageDocument): StorageRequest {
  const { sizeMiB, fileSystem, type, persistent, public: open, ...rest } = document;
  return given<StorageRequest>({
    ...rest,
    type: type?.toUpperCase() ?? (sizeMiB === undefined ? undefined : "DATABLOCK"),
    size: sizeMiB?.toString(),
    fstype: fileSystem,
    persistent: yesNo(persistent),
    public: yesNo(open),
  });
}

/** null takes a description away. */
const textOf = (value: string | null | undefined): string | undefined => (value === null ? "" : value);

export function imageChangeOf({
  persistent,
  public: open,
  description,
  name,
}: schemas.ImagePatchDocument): StorageChange {
  return given<StorageChange>({
    name,
    description: textOf(description),
    persistent: yesNo(persistent),
    public: yesNo(open),
  });
}

export function newNetworkOf({ size, public: open, ...rest }: schemas.NewNetworkDocument): NetworkRequest {
  return given<NetworkRequest>({ ...rest, size: size?.toString(), public: yesNo(open) });
}

export function networkChangeOf({ name, description, public: open }: schemas.NetworkPatchDocument): NetworkChange {
  return given<NetworkChange>({ name, description: textOf(description), public: yesNo(open) });
}

export function renderTokens(tokens: readonly LoginTokenInfo[]): string {
  const items = tokens.map(({ id, expires }) => ({ id, expiresAt: expires }));
  return writeDocument(schemas.Tokens, { items });
}

export function renderNewToken({ id, token, expires }: NewLoginToken): string {
  return writeDocument(schemas.MadeToken, { id, token, expiresAt: expires });
}
