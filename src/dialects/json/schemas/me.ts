/** The user who asks, with quotas and login tokens. */
import { Type } from "@sinclair/typebox";
import { id, nullable, object, Reference, text, time } from "./parts.ts";

const Share = object(
  "QuotaShare",
  { used: Type.Number(), limit: nullable(Type.Number()), left: nullable(Type.Number()) },
  "Limit and left are null where there is no limit.",
);

const Quota = object(
  "Quota",
  { user: Share, group: Share, left: nullable(Type.Number({ description: "The smaller of the two." })) },
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
  "Quotas, including the defaults of the cloud.",
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
  "The user who is logged in.",
);

export const MePatch = object(
  "MePatch",
  { sshKeys: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 16_384 }), { maxItems: 100 })) },
  "Changes of the user.",
);

export const Token = object(
  "Token",
  { id: text("The beginning of its SHA-256."), expiresAt: nullable(time("When it expires")) },
  "A login token. The token itself is shown once, when it is created.",
);

export const Tokens = object("Tokens", { items: Type.Array(Token) }, "All login tokens, the first to expire first.");

export const MadeToken = object(
  "MadeToken",
  { id: Type.String(), token: text("Use it as a password."), expiresAt: time("When it expires") },
  "A new login token.",
);

export const NewToken = object(
  "NewToken",
  {
    seconds: Type.Optional(
      Type.Integer({
        minimum: 60,
        maximum: 315_360_000,
        description: "How long the token is valid; the default is 12 hours.",
      }),
    ),
  },
  "A login token to create.",
);
