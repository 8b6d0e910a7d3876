/** The screens that are loaded together, when the first of them is opened: one file is smaller than one for each. */
export { default as Account } from "./account/index.tsx";
export { default as Images } from "./images/index.tsx";
export { default as Machine } from "./machine/index.tsx";
export { default as Networks } from "./networks/index.tsx";
export { default as NewMachine } from "./new/index.tsx";
export { default as Usage } from "./usage/index.tsx";
