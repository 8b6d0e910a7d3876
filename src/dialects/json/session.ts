/** The documents of the console's session, which does not belong to the JSON API. */
import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { Machines, Me } from "./schemas/index.ts";
import { nullable } from "./schemas/parts.ts";

const object = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

export const SignIn = object({
  user: Type.String({ minLength: 1, maxLength: 256 }),
  password: Type.String({ minLength: 1, maxLength: 2048 }),
  /** The code of the second factor, for users who have one. */
  code: Type.Optional(Type.String({ maxLength: 32 })),
  /** Revokes the login token that expires first, when OpenNebula keeps no more. */
  endFirst: Type.Optional(Type.Boolean()),
});

export const SessionState = object({
  user: nullable(Type.String()),
  expiresAt: nullable(Type.String({ format: "date-time" })),
  shared: Type.Boolean(),
});

export const SignedIn = object({
  user: Type.String(),
  expiresAt: Type.String({ format: "date-time" }),
  shared: Type.Boolean(),
  me: Me,
  /** The first page of `GET /machines` with the most items; null when the client must request it. */
  machines: nullable(Machines),
});

export type SignInDocument = Static<typeof SignIn>;
