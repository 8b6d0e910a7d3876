/** Attributes that oned keeps for administrators, by the name that the request had. */
import { OcciError } from "../../errors.ts";

/** oned's name of what was sent, e.g. `MAC`, with the attribute it came from. */
export type SentNames = readonly (readonly [oned: string, attribute: string])[];

/**
 * Does the work, and names the attribute of the request when oned refuses one of its own. Oned 6.10 and 7.4 name only
 * the vector, not its member.
 */
export async function withAttributeNames<T>(sent: SentNames, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OcciError) || error.code !== "RESTRICTED_ATTRIBUTE") throw error;
    const words = error.sentence.flatMap((part) =>
      typeof part === "object" && "attribute" in part ? part.attribute.split("/") : [],
    );
    const named = sent.filter(([oned]) => words.includes(oned));
    const attributes = [...new Set((named.length > 0 ? named : sent).map(([, attribute]) => attribute))];
    if (attributes.length === 0) throw error;
    throw new OcciError("RESTRICTED_ATTRIBUTE", `OpenNebula keeps ${attributes.join(", ")} for administrators.`, {
      hint: "Leave it out: OpenNebula chooses a value.",
      cause: error,
    });
  }
}
