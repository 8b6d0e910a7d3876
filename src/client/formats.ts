/** How data is shown. */
export const FORMATS = ["table", "wide", "xml", "json", "yaml", "id"] as const;
export type Format = (typeof FORMATS)[number];

/** Whether it is made for people, each text in it without what a terminal would act on: it may have colours. */
export function isTable(format: Format): boolean {
  return format === "table" || format === "wide";
}
