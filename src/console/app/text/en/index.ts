/** English: a section for each screen, in a file of its own. */
export * from "./account.ts";
export * from "./common.ts";
export * from "./images.ts";
export * from "./machine.ts";
export * from "./machines.ts";
export * from "./networks.ts";
export * from "./new-machine.ts";
export * from "./screen.ts";
export * from "./sign-in.ts";
export * from "./usage.ts";
