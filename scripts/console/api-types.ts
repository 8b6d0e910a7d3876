/** TypeScript types of the JSON API, made of its OpenAPI document. */
import openapiTS, { astToString } from "openapi-typescript";
import { openApi } from "../../src/dialects/json/index.ts";

const HEADER = `/**
 * Types of the JSON API, made of its OpenAPI document by \`bun scripts/generate.ts\`. Do not edit.
 */

`;

/** The whole file. */
export async function apiTypes(): Promise<string> {
  // The address and the version are no part of the types.
  const document = JSON.parse(JSON.stringify(openApi("https://localhost", "0")));
  return HEADER + astToString(await openapiTS(document, { alphabetize: false }));
}
