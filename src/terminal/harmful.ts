/** Characters that must not reach a terminal in a text of somebody else's: controls, and what turns the direction of writing. */

const BEYOND_ASCII = String.raw`\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb`;

/** All but line breaks and tabs. */
export const HARMFUL = new RegExp(String.raw`[\u0000-\u0008\u000b-\u001f${BEYOND_ASCII}]`, "g");
/** All of them. */
export const HARMFUL_IN_LINE = new RegExp(String.raw`[\u0000-\u001f${BEYOND_ASCII}]`, "g");
/** Those that JSON, YAML and XML do not have a way of their own for. */
export const HARMFUL_IN_DATA = new RegExp(`[${BEYOND_ASCII}]`, "g");
