/** Readings that only explain a refusal. */
import { OcciError } from "../errors.ts";

/** Undefined for what cannot be read: then the refusal itself is the answer. */
export async function readable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof OcciError) return undefined;
    throw error;
  }
}
