/**
 * The resources of the cloud, as clients see them, a file for each kind. Values only: no behaviour.
 * Memory and image sizes are in MiB. Texts that oned hands out as decimal numbers (CPU, MEMORY) stay texts, so that
 * `0.50` is shown as oned has it.
 */

export * from "./model/change.ts";
export * from "./model/common.ts";
export * from "./model/compute.ts";
export * from "./model/image.ts";
export * from "./model/machine.ts";
export * from "./model/machine-network.ts";
export * from "./model/me.ts";
export * from "./model/network.ts";
export * from "./model/quota.ts";
export * from "./model/screen.ts";
export * from "./model/storage.ts";
export * from "./model/template.ts";
export * from "./model/usage.ts";
export * from "./model/user.ts";
