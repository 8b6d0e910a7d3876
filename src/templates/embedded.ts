/** The templates of the executable; files of the same name in TEMPLATE_LOCATION are taken instead. */

import common from "../../templates/common.eta" with { type: "text" };
import custom from "../../templates/custom.eta" with { type: "text" };
import large from "../../templates/large.eta" with { type: "text" };
import medium from "../../templates/medium.eta" with { type: "text" };
import network from "../../templates/network.eta" with { type: "text" };
import small from "../../templates/small.eta" with { type: "text" };

/** Text by name without suffix. */
export type EmbeddedTemplates = ReadonlyMap<string, string>;

/** Those for types of machines. */
const OF_TYPES: ReadonlySet<string> = new Set(["custom", "large", "medium", "small"]);

/** Whether a type of machine with this template of the executable has nothing that could be at fault. */
export function isOfTypes(name: string): boolean {
  return OF_TYPES.has(name);
}

export const EMBEDDED: EmbeddedTemplates = new Map(Object.entries({ common, custom, large, medium, network, small }));
