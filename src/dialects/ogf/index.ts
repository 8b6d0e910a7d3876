/** The OGF's OCCI 1.2 (GFD.221, 223, 224, 225, 229), with what 1.1 had: types, renderings, and the rules for them. */
export { checkAction } from "./check/action.ts";
export { checkApplies } from "./check/categories.ts";
export { checkEntity, type EntityRequest, type Expected, type LinkRequest } from "./check/entity.ts";
export { refuseImmutable } from "./check/immutable.ts";
export { checkTags } from "./check/tags.ts";
export { type Filter, isEmpty, matches, NO_FILTER, parseFilter } from "./filter.ts";
export { localized, localizedFilter } from "./localize.ts";
export * from "./model.ts";
export {
  ACCEPT_HEADER,
  acceptWeights,
  isJson,
  isOcciType,
  negotiate,
  OFFERED,
  type Rendering,
} from "./negotiation.ts";
export { type Page, parsePage } from "./paging.ts";
export { parseBody } from "./parse.ts";
export { Registry } from "./registry.ts";
export { CollectionWriter } from "./render/collection.ts";
export {
  CategoryWriter,
  type Rendered,
  refuseUriList,
  renderCategories,
  renderEntity,
  renderLocations,
  renderOk,
} from "./render/index.ts";
export * from "./standard/index.ts";
export { sameValue } from "./text/attributes.ts";
