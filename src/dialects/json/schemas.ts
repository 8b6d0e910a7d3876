/**
 * The documents of the JSON API, as TypeBox schemas: what is written, what is read, and what the OpenAPI document says of
 * both. Members that may be absent are `null` in answers, never left out; in requests they are left out.
 */
import { type Static, type TLiteral, type TSchema, Type } from "@sinclair/typebox";
import { MACHINE_ACTIONS, MACHINE_STATES } from "../../model.ts";

/** In an answer: the value, or null. */
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const words = <const T extends readonly string[]>(values: T) =>
  Type.Union(values.map((value) => Type.Literal(value)) as TLiteral<T[number]>[]);

const id = (what: string) => Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: `Id of ${what}.` });
const mebibytes = (what: string) => Type.Integer({ minimum: 0, description: `${what}, in MiB.` });
const time = (what: string) => Type.String({ format: "date-time", description: `${what}, in UTC (RFC 3339).` });
const text = (description: string) => Type.String({ description });
/** `additionalProperties: false` makes an unknown member of a request a fault. */
const object = <T extends Record<string, TSchema>>($id: string, properties: T, description: string) =>
  Type.Object(properties, { $id, additionalProperties: false, description });

export const Reference = object(
  "Reference",
  { id: Type.Integer({ minimum: 0 }), name: Type.String() },
  "An object of OpenNebula by its id and name.",
);

const Snapshot = object(
  "Snapshot",
  {
    id: id("the snapshot"),
    name: Type.String(),
    active: Type.Boolean({ description: "The one that the disk or machine was last set to." }),
  },
  "A snapshot of a machine or of one of its disks.",
);

const Disk = object(
  "Disk",
  {
    id: id("the disk within the machine"),
    image: nullable(Reference),
    type: nullable(text("`file`, `block`, `cdrom`, `swap`, `fs`, ... as OpenNebula has it.")),
    sizeMiB: nullable(mebibytes("Size")),
    target: nullable(text("Device name in the machine.")),
    snapshots: Type.Array(Snapshot),
  },
  "A disk of a machine.",
);

const Nic = object(
  "Nic",
  {
    id: id("the NIC within the machine"),
    network: nullable(Reference),
    addresses: Type.Array(Type.String(), { description: "IPv4 first." }),
    mac: nullable(Type.String()),
  },
  "A network interface of a machine.",
);

const Screen = object(
  "Screen",
  {
    type: text("`vnc`, `spice`, ..."),
    available: Type.Boolean({ description: "Whether the screen can be opened now." }),
  },
  "The screen of a machine.",
);

export const Machine = object(
  "Machine",
  {
    id: id("the machine"),
    name: Type.String(),
    description: nullable(Type.String()),
    state: words(MACHINE_STATES),
    message: nullable(text("The work that OpenNebula is doing on it.")),
    error: nullable(text("Why it failed, in OpenNebula's words.")),
    template: nullable(object("TemplateId", { id: id("the template") }, "The VM template that it was made of.")),
    size: nullable(text("Name of the size (VM_TYPE) that it was made with.")),
    cpu: nullable(Type.Number({ description: "Share of a physical CPU." })),
    vcpu: nullable(Type.Integer({ description: "Virtual CPUs." })),
    memoryMiB: nullable(mebibytes("Memory")),
    addresses: Type.Array(Type.String(), { description: "The addresses of all NICs." }),
    disks: Type.Array(Disk),
    nics: Type.Array(Nic),
    snapshots: Type.Array(Snapshot),
    owner: Reference,
    group: Reference,
    createdAt: time("When it was made"),
    startedAt: nullable(time("When it came to run on its host")),
    endsAt: nullable(time("When OpenNebula is going to terminate it")),
    screen: nullable(Screen),
    actions: Type.Array(words(MACHINE_ACTIONS), { description: "The actions that are possible now, for this user." }),
    oned: object(
      "OnedState",
      { state: Type.String(), lcmState: Type.String() },
      "The state by the names that OpenNebula has for it.",
    ),
  },
  "A virtual machine.",
);

const listOf = <T extends TSchema>(schema: T, $id: string) =>
  object(
    $id,
    {
      items: Type.Array(schema),
      next: nullable(text("Path of the next page.")),
    },
    "A page of a list, newest first.",
  );

export const Machines = listOf(Machine, "Machines");

export const Image = object(
  "Image",
  {
    id: id("the image"),
    name: Type.String(),
    description: nullable(Type.String()),
    state: words(["copying", "ready", "used", "disabled", "failed", "deleting"]),
    message: nullable(text("The work that OpenNebula is doing on it.")),
    error: nullable(text("Why it failed, in OpenNebula's words.")),
    type: text("`os`, `cdrom`, `datablock`, ..."),
    sizeMiB: mebibytes("Size"),
    fileSystem: nullable(Type.String()),
    persistent: Type.Boolean({ description: "Keeps what its machine writes; one machine at a time can use it." }),
    public: Type.Boolean({ description: "Whether the group or everybody may use it." }),
    machines: Type.Array(id("a machine that uses it")),
    datastore: nullable(id("its datastore")),
    owner: Reference,
    oned: object("OnedImageState", { state: Type.String() }, "The state by the name that OpenNebula has for it."),
  },
  "An image of a disk.",
);

export const Images = listOf(Image, "Images");

export const Network = object(
  "Network",
  {
    id: id("the network"),
    name: Type.String(),
    description: nullable(Type.String()),
    state: words(["making", "ready", "failed", "deleting"]),
    error: nullable(text("Why it failed, in OpenNebula's words.")),
    ranges: Type.Array(
      object(
        "AddressRange",
        { id: id("the range"), first: nullable(text("First address.")), size: Type.Integer({ minimum: 0 }) },
        "A range of addresses.",
      ),
    ),
    addresses: object(
      "AddressCount",
      { total: Type.Integer(), used: Type.Integer(), free: Type.Integer() },
      "How many addresses it has.",
    ),
    public: Type.Boolean({ description: "Whether the group or everybody may use it." }),
    parent: nullable(id("the network that it is a reservation of")),
    owner: Reference,
    oned: object("OnedNetworkState", { state: Type.String() }, "The state by the name that OpenNebula has for it."),
  },
  "A network.",
);

export const Networks = listOf(Network, "Networks");

export const Input = object(
  "Input",
  {
    name: Type.String(),
    type: words(["text", "text64", "password", "integer", "number", "choice", "choices", "boolean", "fixed"]),
    required: Type.Boolean(),
    description: nullable(Type.String()),
    options: nullable(Type.Array(Type.String(), { description: "Of `choice` and `choices`." })),
    minimum: nullable(Type.Number()),
    maximum: nullable(Type.Number()),
    default: nullable(text("The value that is used when none is sent, as text.")),
    group: nullable(text("Inputs of the same group belong together.")),
  },
  "A value that a template asks of the person who makes a machine from it.",
);

const TemplateDisk = object(
  "TemplateDisk",
  { image: nullable(Reference), sizeMiB: nullable(mebibytes("Size")) },
  "A disk of the machines that are made of the template.",
);

export const Template = object(
  "Template",
  {
    id: id("the template"),
    name: Type.String(),
    description: nullable(Type.String()),
    logo: nullable(text("LOGO as the template has it: a path or URL.")),
    cpu: nullable(Type.Number()),
    vcpu: nullable(Type.Integer()),
    memoryMiB: nullable(mebibytes("Memory")),
    disks: Type.Array(TemplateDisk),
    networks: Type.Array(Type.Object({ network: nullable(Reference) }, { additionalProperties: false })),
    inputs: Type.Array(Input),
    owner: Reference,
    createdAt: time("When it was registered"),
  },
  "A VM template that the user may use.",
);

export const Templates = listOf(Template, "Templates");

export const Size = object(
  "Size",
  {
    name: Type.String(),
    cpu: nullable(Type.Number({ description: "Fixed share of a physical CPU; null where the request decides." })),
    memoryMiB: nullable(mebibytes("Fixed memory; null where the request decides")),
    cpuMax: nullable(Type.Number({ description: "The most that a request may ask for." })),
    memoryMaxMiB: nullable(mebibytes("The most that a request may ask for")),
  },
  "A size of machines (VM_TYPE).",
);

export const Sizes = object("Sizes", { items: Type.Array(Size) }, "All sizes.");

const Share = object(
  "QuotaShare",
  { used: Type.Number(), limit: nullable(Type.Number()), left: nullable(Type.Number()) },
  "Limit and left are null where there is no limit.",
);
const Quota = object(
  "Quota",
  { user: Share, group: Share, left: nullable(Type.Number({ description: "The narrower of both." })) },
  "A quota of the user and of the user's group.",
);

export const Quotas = object(
  "Quotas",
  {
    machines: Quota,
    runningMachines: Quota,
    cpu: Quota,
    runningCpu: Quota,
    memoryMiB: Quota,
    runningMemoryMiB: Quota,
    systemDiskMiB: Quota,
    datastores: Type.Array(
      object(
        "DatastoreQuota",
        { id: id("the datastore"), images: Quota, sizeMiB: Quota },
        "The quotas of one datastore.",
      ),
    ),
    networks: Type.Array(object("NetworkQuota", { id: id("the network"), leases: Quota }, "The quota of one network.")),
    images: Type.Array(object("ImageQuota", { id: id("the image"), machines: Quota }, "The quota of one image.")),
  },
  "Quotas with the defaults of the cloud put in.",
);

export const Me = object(
  "Me",
  {
    id: id("the user"),
    name: Type.String(),
    group: Reference,
    groups: Type.Array(id("a group")),
    sshKeys: Type.Array(text("A public key, one line.")),
    quotas: Quotas,
  },
  "The user who asks.",
);

export const Token = object(
  "Token",
  { id: text("The beginning of its SHA-256."), expiresAt: nullable(time("When it expires")) },
  "A login token. The token itself is shown once, when it is made.",
);

export const Tokens = object("Tokens", { items: Type.Array(Token) }, "All login tokens, the first to expire first.");

export const MadeToken = object(
  "MadeToken",
  { id: Type.String(), token: text("To be used as a password."), expiresAt: time("When it expires") },
  "A login token that was just made.",
);

export const NewToken = object(
  "NewToken",
  {
    seconds: Type.Optional(
      Type.Integer({
        minimum: 60,
        maximum: 315_360_000,
        description: "How long it lives; 12 hours when it is left out.",
      }),
    ),
  },
  "A login token that is to be made.",
);

export const Welcome = object(
  "Welcome",
  {
    version: Type.Literal("v1"),
    server: nullable(text("Version of this server.")),
    opennebula: nullable(text("Version of OpenNebula.")),
    limits: nullable(
      object(
        "Limits",
        {
          bodyBytes: Type.Integer(),
          uploadBytes: Type.Integer(),
          pageItems: Type.Integer(),
          waitSeconds: Type.Integer(),
        },
        "Limits of requests.",
      ),
    ),
    features: nullable(
      object(
        "Features",
        { reservations: Type.Boolean(), contextVariables: Type.Boolean() },
        "Features that the administrator has switched on.",
      ),
    ),
    links: Type.Record(Type.String(), Type.String()),
  },
  "Version, limits and links of the API. Without credentials only the version and the links.",
);

export const ErrorCodes = object(
  "ErrorCodes",
  {
    items: Type.Array(
      object(
        "ErrorCode",
        { type: Type.String(), code: Type.String(), status: Type.Integer(), title: Type.String() },
        "An error code, with the type and the title that problems of it have.",
      ),
    ),
  },
  "All error codes.",
);

export const Problem = Type.Object(
  {
    type: text("URL path of the reference that explains the code."),
    title: text("The meaning of the code, always in the same words."),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: text("The fault of this request."),
    code: text("The error code."),
    hint: nullable(text("The remedy.")),
    requestId: text("The log has more under it."),
    errors: Type.Array(
      Type.Object(
        { pointer: text("JSON pointer (RFC 6901) to what is wrong in the request's document."), detail: Type.String() },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: "Problem", additionalProperties: false, description: "Why a request failed (RFC 9457)." },
);

// ---- requests -----------------------------------------------------------------------------------------------------------

export const NewMachine = object(
  "NewMachine",
  {
    template: Type.Optional(id("a VM template; instead of image and size")),
    image: Type.Optional(id("the image of the first disk, with `size`")),
    size: Type.Optional(text("Name of a size.")),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    description: Type.Optional(Type.String({ maxLength: 4096 })),
    inputs: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())]),
        { description: "Values for the inputs of the template." },
      ),
    ),
    cpu: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: "Where template or size leave it open." })),
    memoryMiB: Type.Optional(Type.Integer({ minimum: 1, description: "Where template or size leave it open." })),
    sshKeys: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 16_384 }), { maxItems: 100 })),
    userData: Type.Optional(Type.String({ maxLength: 65_536, description: "For cloud-init in the machine." })),
    networks: Type.Optional(Type.Array(id("a network"), { maxItems: 32 })),
    disks: Type.Optional(Type.Array(id("an image, for one more disk"), { maxItems: 32 })),
    hold: Type.Optional(Type.Boolean({ description: "Does not start until it is released." })),
    endsAt: Type.Optional(time("When it is to be terminated")),
  },
  "A new machine: from a template, or from an image and a size.",
);

export const MachinePatch = object(
  "MachinePatch",
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    description: Type.Optional(nullable(Type.String({ maxLength: 4096 }))),
    endsAt: Type.Optional(nullable(time("When it is to be terminated; null: never"))),
    size: Type.Optional(text("Name of the size that it is to have.")),
    cpu: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: "Where the size leaves it open." })),
    memoryMiB: Type.Optional(Type.Integer({ minimum: 1, description: "Where the size leaves it open." })),
  },
  "Changes of a machine (JSON Merge Patch, RFC 7396).",
);

const Description = Type.String({ maxLength: 4096 });
const ObjectName = Type.String({ minLength: 1, maxLength: 128 });

export const NewImage = object(
  "NewImage",
  {
    name: ObjectName,
    description: Type.Optional(Description),
    type: Type.Optional(words(["os", "cdrom", "datablock"])),
    sizeMiB: Type.Optional(Type.Integer({ minimum: 1, description: "Size of an empty image." })),
    fileSystem: Type.Optional(
      Type.String({ minLength: 1, maxLength: 16, description: "File system of an empty image: ext4, ..." }),
    ),
    url: Type.Optional(
      Type.String({ maxLength: 4096, description: "Where OpenNebula downloads it, where that is allowed." }),
    ),
    persistent: Type.Optional(Type.Boolean()),
    public: Type.Optional(Type.Boolean()),
  },
  "An empty image, or one that OpenNebula downloads.",
);

export const ImagePatch = object(
  "ImagePatch",
  {
    name: Type.Optional(ObjectName),
    description: Type.Optional(nullable(Description)),
    persistent: Type.Optional(Type.Boolean()),
    public: Type.Optional(Type.Boolean()),
  },
  "Changes of an image (JSON Merge Patch, RFC 7396).",
);

export const NewNetwork = object(
  "NewNetwork",
  {
    name: ObjectName,
    description: Type.Optional(Description),
    address: Type.Optional(
      Type.String({ maxLength: 64, description: "Network or first address: `10.1.0.0/24`, `10.1.0.9`." }),
    ),
    size: Type.Optional(Type.Integer({ minimum: 1, description: "Number of addresses." })),
    public: Type.Optional(Type.Boolean()),
  },
  "A network, or where the administrator has it so a reservation from one.",
);

export const NetworkPatch = object(
  "NetworkPatch",
  {
    name: Type.Optional(ObjectName),
    description: Type.Optional(nullable(Description)),
    public: Type.Optional(Type.Boolean()),
  },
  "Changes of a network (JSON Merge Patch, RFC 7396).",
);

export const NewDisk = object(
  "NewDisk",
  { image: id("the image"), target: Type.Optional(Type.String({ minLength: 1, maxLength: 16 })) },
  "A disk that is attached.",
);

export const NewNic = object(
  "NewNic",
  { network: id("the network"), address: Type.Optional(Type.String({ minLength: 2, maxLength: 45 })) },
  "A NIC that is attached.",
);

export const NewName = object(
  "NewName",
  { name: Type.String({ minLength: 1, maxLength: 128 }) },
  "The name of what is made.",
);

export const DiskSize = object(
  "DiskSize",
  { sizeMiB: Type.Integer({ minimum: 1 }) },
  "The size that a disk is to have.",
);

export const SavedImage = object(
  "SavedImage",
  { id: id("the image"), name: Type.String() },
  "The image that was made.",
);

export const ActionBody = object(
  "ActionBody",
  { force: Type.Optional(Type.Boolean({ description: "By force, where OpenNebula has such a form." })) },
  "How an action is carried out.",
);

export const MePatch = object(
  "MePatch",
  { sshKeys: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 16_384 }), { maxItems: 100 })) },
  "Changes of the user.",
);

export type NewMachineDocument = Static<typeof NewMachine>;
export type MachinePatchDocument = Static<typeof MachinePatch>;
export type ActionDocument = Static<typeof ActionBody>;
export type NewImageDocument = Static<typeof NewImage>;
export type ImagePatchDocument = Static<typeof ImagePatch>;
export type NewNetworkDocument = Static<typeof NewNetwork>;
export type NetworkPatchDocument = Static<typeof NetworkPatch>;
