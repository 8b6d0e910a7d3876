/**
 * Every operation of the JSON API: one table, from which routes, checks, the OpenAPI document and the reference are made.
 */
import { type TObject, type TSchema, Type } from "@sinclair/typebox";
import type { ErrorCode } from "../../errors.ts";
import { MACHINE_ACTIONS } from "../../model.ts";
import {
  ActionBody,
  DiskSize,
  ErrorCodes,
  Image,
  ImagePatch,
  Images,
  Machine,
  MachinePatch,
  Machines,
  MadeToken,
  Me,
  MePatch,
  Network,
  NetworkPatch,
  Networks,
  NewDisk,
  NewImage,
  NewMachine,
  NewName,
  NewNetwork,
  NewNic,
  NewToken,
  SavedImage,
  Sizes,
  Template,
  Templates,
  Tokens,
  Welcome,
} from "./schemas.ts";

export const BASE_PATH = "/api/v1";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Operation {
  /** What client libraries call it. */
  readonly id: string;
  readonly method: Method;
  /** Below BASE_PATH; members in braces. */
  readonly path: string;
  readonly summary: string;
  readonly query?: TObject;
  readonly body?: TSchema;
  /** The media type of its body where that is not application/json. */
  readonly bodyType?: string;
  /** What each success means, and the document of its answer; undefined for none. */
  readonly answers: Readonly<Partial<Record<200 | 201 | 202 | 204, TSchema | undefined>>>;
  /** Error codes beside those that every operation has. */
  readonly errors: readonly ErrorCode[];
  /** Whether it is answered without credentials. */
  readonly isOpen?: true;
  /** A request that works at the demo. */
  readonly example?: { readonly params?: Readonly<Record<string, string>>; readonly body?: unknown };
}

/** Codes that every operation with credentials can give. */
export const COMMON_ERRORS = [
  "INVALID_REQUEST",
  "BAD_CREDENTIALS",
  "LOGIN_DELAYED",
  "CROSS_ORIGIN",
  "HOST_NOT_ALLOWED",
  "INTERNAL",
  "ONED_FAILED",
  "ONED_DAMAGED_ANSWER",
  "ONED_UNREACHABLE",
  "ONED_TIMEOUT",
  "OVERLOADED",
] as const satisfies readonly ErrorCode[];

/** Codes of what is one of oned's objects. */
const OBJECT_ERRORS = ["FORBIDDEN", "NOT_FOUND"] as const satisfies readonly ErrorCode[];
/** Codes of what changes something. */
const CHANGE_ERRORS = [
  "INVALID_CHARACTER",
  "FORBIDDEN",
  "NOT_FOUND",
  "STATE_NOT_ALLOWED",
  "QUOTA_EXCEEDED",
  "RESTRICTED_ATTRIBUTE",
  "WRONG_STATE",
  "LOCKED",
  "TOO_LARGE",
  "NOT_SUPPORTED",
  "ONED_READ_ONLY",
  "OUTCOME_UNKNOWN",
] as const satisfies readonly ErrorCode[];

/** The most items of a page, and how many it has when nothing is said. */
export const PAGE = { most: 500, usual: 50 } as const;

const limit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: PAGE.most, description: `Items of a page; ${PAGE.usual} when it is left out.` }),
);
const after = Type.Optional(
  Type.String({
    pattern: "^\\d{1,10}(-\\d{1,10})?$",
    description: "Where the page begins: from `next` of the one before.",
  }),
);

const object = (properties: Record<string, TSchema>): TObject =>
  Type.Object(properties, { additionalProperties: false });

const MACHINE_FILTERS = {
  state: Type.Optional(Type.String({ description: "States with commas between them: `running,failed`." })),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: "A part of the name, in any case." })),
  mine: Type.Optional(Type.Boolean({ description: "Only what belongs to the user who asks." })),
};

export const OPERATIONS: readonly Operation[] = [
  {
    id: "getApi",
    method: "GET",
    path: "",
    summary: "The API: its version, limits, and links.",
    answers: { 200: Welcome },
    errors: [],
    isOpen: true,
    example: {},
  },
  {
    id: "getOpenApi",
    method: "GET",
    path: "/openapi.json",
    summary: "This document.",
    answers: { 200: Type.Object({}, { description: "An OpenAPI 3.1 document." }) },
    errors: [],
    isOpen: true,
    example: {},
  },
  {
    id: "listErrors",
    method: "GET",
    path: "/errors",
    summary: "The meanings of all error codes.",
    answers: { 200: ErrorCodes },
    errors: [],
    isOpen: true,
    example: {},
  },
  {
    id: "getMe",
    method: "GET",
    path: "/me",
    summary: "The user who asks: groups, SSH keys, and what is left of the quotas.",
    answers: { 200: Me },
    errors: [],
    example: {},
  },
  {
    id: "updateMe",
    method: "PATCH",
    path: "/me",
    summary: "Changes the user's SSH keys.",
    body: MePatch,
    bodyType: "application/merge-patch+json",
    answers: { 200: Me },
    errors: CHANGE_ERRORS,
    example: {
      body: { sshKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE3Yd9fjWqCCNiVZ6NhLtW3HHG9ZfOmqzRcGEXAMPLE alice"] },
    },
  },
  {
    id: "listSizes",
    method: "GET",
    path: "/sizes",
    summary: "The sizes of machines.",
    answers: { 200: Sizes },
    errors: [],
    example: {},
  },
  {
    id: "listTemplates",
    method: "GET",
    path: "/templates",
    summary: "The VM templates that the user may use.",
    query: object({ limit, after, name: MACHINE_FILTERS.name, mine: MACHINE_FILTERS.mine }),
    answers: { 200: Templates },
    errors: [],
    example: {},
  },
  {
    id: "getTemplate",
    method: "GET",
    path: "/templates/{id}",
    summary: "A VM template, with what it asks of the person who uses it.",
    answers: { 200: Template },
    errors: OBJECT_ERRORS,
    example: { params: { id: "0" } },
  },
  {
    id: "listMachines",
    method: "GET",
    path: "/machines",
    summary: "The machines that the user may see.",
    query: object({ limit, after, ...MACHINE_FILTERS }),
    answers: { 200: Machines },
    errors: [],
    example: {},
  },
  {
    id: "createMachine",
    method: "POST",
    path: "/machines",
    summary: "Makes a machine of a template, or of an image and a size.",
    body: NewMachine,
    answers: { 201: Machine, 202: Machine },
    errors: [...CHANGE_ERRORS, "NO_FREE_LEASE", "IN_USE"],
    example: { body: { template: 0, name: "web" } },
  },
  {
    id: "getMachine",
    method: "GET",
    path: "/machines/{id}",
    summary: "A machine.",
    answers: { 200: Machine },
    errors: OBJECT_ERRORS,
    example: { params: { id: "0" } },
  },
  {
    id: "updateMachine",
    method: "PATCH",
    path: "/machines/{id}",
    summary: "Changes name, description and end of a machine.",
    body: MachinePatch,
    bodyType: "application/merge-patch+json",
    answers: { 200: Machine },
    errors: [...CHANGE_ERRORS, "NAME_TAKEN"],
    example: { params: { id: "0" }, body: { description: "The front page" } },
  },
  {
    id: "deleteMachine",
    method: "DELETE",
    path: "/machines/{id}",
    summary: "Deletes a machine for good.",
    answers: { 202: Machine, 204: undefined },
    errors: CHANGE_ERRORS,
    example: { params: { id: "0" } },
  },
  {
    id: "actOnMachine",
    method: "POST",
    path: "/machines/{id}/actions/{word}",
    summary: `Carries out an action: ${MACHINE_ACTIONS.filter((word) => word !== "delete").join(", ")}.`,
    body: ActionBody,
    answers: { 200: Machine, 202: Machine },
    errors: CHANGE_ERRORS,
    example: { params: { id: "0", word: "stop" }, body: { force: true } },
  },
  {
    id: "attachDisk",
    method: "POST",
    path: "/machines/{id}/disks",
    summary: "Attaches an image as a disk.",
    body: NewDisk,
    answers: { 201: Machine },
    errors: [...CHANGE_ERRORS, "IN_USE", "DRIVER_REFUSED"],
    example: { params: { id: "0" }, body: { image: 1 } },
  },
  {
    id: "detachDisk",
    method: "DELETE",
    path: "/machines/{id}/disks/{disk}",
    summary: "Detaches a disk.",
    answers: { 200: Machine },
    errors: [...CHANGE_ERRORS, "DRIVER_REFUSED"],
  },
  {
    id: "saveDisk",
    method: "POST",
    path: "/machines/{id}/disks/{disk}/save",
    summary: "Saves a disk as a new image.",
    body: NewName,
    answers: { 201: SavedImage },
    errors: [...CHANGE_ERRORS, "NAME_TAKEN", "DRIVER_REFUSED"],
    example: { params: { id: "0", disk: "0" }, body: { name: "web-copy" } },
  },
  {
    id: "resizeDisk",
    method: "POST",
    path: "/machines/{id}/disks/{disk}/resize",
    summary: "Makes a disk larger.",
    body: DiskSize,
    answers: { 200: Machine },
    errors: [...CHANGE_ERRORS, "DRIVER_REFUSED"],
    example: { params: { id: "0", disk: "0" }, body: { sizeMiB: 4096 } },
  },
  {
    id: "takeDiskSnapshot",
    method: "POST",
    path: "/machines/{id}/disks/{disk}/snapshots",
    summary: "Takes a snapshot of a disk.",
    body: NewName,
    answers: { 201: Machine },
    errors: [...CHANGE_ERRORS, "DRIVER_REFUSED"],
  },
  {
    id: "deleteDiskSnapshot",
    method: "DELETE",
    path: "/machines/{id}/disks/{disk}/snapshots/{snapshot}",
    summary: "Deletes a snapshot of a disk.",
    answers: { 200: Machine },
    errors: [...CHANGE_ERRORS, "DRIVER_REFUSED"],
  },
  {
    id: "revertDisk",
    method: "POST",
    path: "/machines/{id}/disks/{disk}/snapshots/{snapshot}/revert",
    summary: "Sets a disk back to a snapshot.",
    answers: { 200: Machine },
    errors: [...CHANGE_ERRORS, "DRIVER_REFUSED"],
  },
  {
    id: "attachNic",
    method: "POST",
    path: "/machines/{id}/nics",
    summary: "Attaches a NIC in a network.",
    body: NewNic,
    answers: { 201: Machine },
    errors: [...CHANGE_ERRORS, "NO_FREE_LEASE", "DRIVER_REFUSED"],
    example: { params: { id: "0" }, body: { network: 0 } },
  },
  {
    id: "detachNic",
    method: "DELETE",
    path: "/machines/{id}/nics/{nic}",
    summary: "Detaches a NIC.",
    answers: { 200: Machine },
    errors: [...CHANGE_ERRORS, "DRIVER_REFUSED"],
  },
  {
    id: "takeSnapshot",
    method: "POST",
    path: "/machines/{id}/snapshots",
    summary: "Takes a snapshot of the whole machine.",
    body: NewName,
    answers: { 201: Machine },
    errors: [...CHANGE_ERRORS, "DRIVER_REFUSED"],
    example: { params: { id: "0" }, body: { name: "before" } },
  },
  {
    id: "deleteSnapshot",
    method: "DELETE",
    path: "/machines/{id}/snapshots/{snapshot}",
    summary: "Deletes a snapshot.",
    answers: { 200: Machine },
    errors: [...CHANGE_ERRORS, "DRIVER_REFUSED"],
  },
  {
    id: "revertMachine",
    method: "POST",
    path: "/machines/{id}/snapshots/{snapshot}/revert",
    summary: "Sets a machine back to a snapshot.",
    answers: { 200: Machine },
    errors: [...CHANGE_ERRORS, "DRIVER_REFUSED"],
  },
  {
    id: "listImages",
    method: "GET",
    path: "/images",
    summary: "The images that the user may use.",
    query: object({ limit, after, name: MACHINE_FILTERS.name, mine: MACHINE_FILTERS.mine }),
    answers: { 200: Images },
    errors: [],
    example: {},
  },
  {
    id: "createImage",
    method: "POST",
    path: "/images",
    summary: "Makes an empty image, or has OpenNebula download one.",
    body: NewImage,
    answers: { 201: Image },
    errors: [...CHANGE_ERRORS, "NAME_TAKEN", "DRIVER_REFUSED"],
    example: { body: { name: "scratch", sizeMiB: 64 } },
  },
  {
    id: "getImage",
    method: "GET",
    path: "/images/{id}",
    summary: "An image.",
    answers: { 200: Image },
    errors: OBJECT_ERRORS,
    example: { params: { id: "0" } },
  },
  {
    id: "updateImage",
    method: "PATCH",
    path: "/images/{id}",
    summary: "Changes an image.",
    body: ImagePatch,
    bodyType: "application/merge-patch+json",
    answers: { 200: Image },
    errors: [...CHANGE_ERRORS, "NAME_TAKEN", "IN_USE"],
    example: { params: { id: "2" }, body: { description: "The data of alice" } },
  },
  {
    id: "deleteImage",
    method: "DELETE",
    path: "/images/{id}",
    summary: "Deletes an image that no machine uses.",
    answers: { 204: undefined },
    errors: [...CHANGE_ERRORS, "IN_USE"],
    example: { params: { id: "2" } },
  },
  {
    id: "cloneImage",
    method: "POST",
    path: "/images/{id}/clone",
    summary: "Copies an image.",
    body: NewName,
    answers: { 201: Image },
    errors: [...CHANGE_ERRORS, "NAME_TAKEN", "DRIVER_REFUSED"],
    example: { params: { id: "0" }, body: { name: "debian-copy" } },
  },
  {
    id: "listNetworks",
    method: "GET",
    path: "/networks",
    summary: "The networks that the user may see.",
    query: object({ limit, after, name: MACHINE_FILTERS.name, mine: MACHINE_FILTERS.mine }),
    answers: { 200: Networks },
    errors: [],
    example: {},
  },
  {
    id: "createNetwork",
    method: "POST",
    path: "/networks",
    summary: "Makes a network, or reserves addresses of one.",
    body: NewNetwork,
    answers: { 201: Network },
    errors: [...CHANGE_ERRORS, "NAME_TAKEN", "NO_FREE_LEASE", "DRIVER_REFUSED"],
    example: { body: { name: "lan", address: "10.1.0.0", size: 62 } },
  },
  {
    id: "getNetwork",
    method: "GET",
    path: "/networks/{id}",
    summary: "A network.",
    answers: { 200: Network },
    errors: OBJECT_ERRORS,
    example: { params: { id: "0" } },
  },
  {
    id: "updateNetwork",
    method: "PATCH",
    path: "/networks/{id}",
    summary: "Changes a network.",
    body: NetworkPatch,
    bodyType: "application/merge-patch+json",
    answers: { 200: Network },
    errors: [...CHANGE_ERRORS, "NAME_TAKEN"],
  },
  {
    id: "deleteNetwork",
    method: "DELETE",
    path: "/networks/{id}",
    summary: "Deletes a network that no machine uses.",
    answers: { 204: undefined },
    errors: [...CHANGE_ERRORS, "IN_USE"],
  },
  {
    id: "listTokens",
    method: "GET",
    path: "/me/tokens",
    summary: "The user's login tokens, without the tokens themselves.",
    answers: { 200: Tokens },
    errors: [],
    example: {},
  },
  {
    id: "createToken",
    method: "POST",
    path: "/me/tokens",
    summary: "Makes a login token, which is shown this once.",
    body: NewToken,
    answers: { 201: MadeToken },
    errors: CHANGE_ERRORS,
    example: { body: { seconds: 3600 } },
  },
  {
    id: "deleteToken",
    method: "DELETE",
    path: "/me/tokens/{token}",
    summary: "Revokes a login token.",
    answers: { 204: undefined },
    errors: CHANGE_ERRORS,
  },
];
