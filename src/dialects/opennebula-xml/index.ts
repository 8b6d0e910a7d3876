/** OpenNebula's own OCCI XML: requests of 2.0 to 4.6 in, the shape of 4.6 out. */
export { parseAction } from "./parse-action.ts";
export { parseCompute, parseComputeChange } from "./parse-compute.ts";
export { parseNetwork, parseNetworkChange } from "./parse-network.ts";
export { parseStorage, parseStorageChange } from "./parse-storage.ts";
export {
  closeCollection,
  href,
  type Kind,
  openCollection,
  renderRoot,
  renderSummary,
} from "./render-common.ts";
export { renderCompute } from "./render-compute.ts";
export { renderError, renderErrorText } from "./render-error.ts";
export { renderNetwork } from "./render-network.ts";
export { renderStorage } from "./render-storage.ts";
export { renderInstanceType, renderInstanceTypes, renderToken, renderUser } from "./render-user.ts";
