/** The API itself: versions, limits and error codes. */
import { Type } from "@sinclair/typebox";
import { nullable, object, text } from "./parts.ts";

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
        {
          reservations: Type.Boolean({ description: "Whether new networks are reservations." }),
          contextVariables: Type.Boolean(),
          imageUrls: Type.Boolean({ description: "Whether new images can be downloaded from some URLs." }),
        },
        "Features that the administrator has enabled.",
      ),
    ),
    links: Type.Record(Type.String(), Type.String()),
  },
  "Version, limits and links of the API. Without credentials, only the version and the links.",
);

export const ErrorCodes = object(
  "ErrorCodes",
  {
    items: Type.Array(
      object(
        "ErrorCode",
        { type: Type.String(), code: Type.String(), status: Type.Integer(), title: Type.String() },
        "An error code, with the type and title of its problems.",
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
    detail: text("The error of this request."),
    code: text("The error code."),
    hint: nullable(text("The remedy.")),
    requestId: text("Request id, under which the log has more."),
    errors: Type.Array(
      Type.Object(
        {
          pointer: text("JSON pointer (RFC 6901) to the faulty member of the request's document."),
          detail: Type.String(),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: "Problem", additionalProperties: false, description: "Why a request failed (RFC 9457)." },
);
