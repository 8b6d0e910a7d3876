/** The JSON API: documents between text and model. It never hears of oned. */

export type { Static, TSchema } from "@sinclair/typebox";
export * from "./documents/index.ts";
export { openApi } from "./openapi.ts";
export { BASE_PATH, MADE, type Method, OPERATIONS, type Operation, PAGE } from "./operations/index.ts";
export { PROBLEM_TYPE, renderErrorCodes, renderProblem } from "./problem.ts";
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
