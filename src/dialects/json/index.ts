/** The JSON API: documents between text and model. It never hears of oned. */

export type { Static, TSchema } from "@sinclair/typebox";
export { BASE_PATH } from "./base-path.ts";
export * from "./documents/index.ts";
export { renderErrorCodes } from "./error-codes.ts";
export { openApi } from "./openapi.ts";
export { MADE, type Method, OPERATIONS, type Operation, PAGE } from "./operations/index.ts";
export { readQuery } from "./query.ts";
export { faultsIn, readDocument } from "./read.ts";
export {
  ActionBody,
  DiskSize,
  ImagePatch,
  MachinePatch,
  MePatch,
  NetworkPatch,
  NewDisk,
  NewImage,
  type NewImageDocument,
  NewMachine,
  NewName,
  NewNetwork,
  NewNic,
  NewToken,
  Problem,
  Welcome,
} from "./schemas/index.ts";
export { SignIn, type SignInDocument } from "./session.ts";
export { writeDocument } from "./write.ts";
