/** How data is shown. */
export const FORMATS = ["table", "wide", "xml", "json", "yaml", "id"] as const;
export type Format = (typeof FORMATS)[number];
